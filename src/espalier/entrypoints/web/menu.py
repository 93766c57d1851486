"""The main menu: what the person may open, under the tasks of the frame.

A page that is not built, or not open to the person, is not in the menu.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import Grant, grants_of, is_held
from espalier.kit.thread import frame
from espalier.kit.ui import navigation
from espalier.kit.ui.navigation import FOUNDATION, SYSTEM, Place


@dataclass(frozen=True, slots=True)
class MenuItem:
    title: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A heading of the menu; ``code`` is the task's code or empty."""

    key: str
    code: str
    title: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    groups: tuple[MenuGroup, ...]


def menu(request: HttpRequest) -> dict[str, object]:
    """Context processor; nothing is read before a template asks."""
    return {"menu": SimpleLazyObject(lambda: drawn_menu(request.user, request.path))}


def drawn_menu(user: object, path: str) -> SafeString:
    """The menu of one person as it stands on the page."""
    if not isinstance(user, User):
        return SafeString("")
    grants, language = grants_of(user), get_language() or ""
    known = {url for _group, _title, url in _open_places(grants, language, navigation.revision())}
    here = path if path in known or path == "/" else ""
    return _drawn(grants, language, navigation.revision(), here)


def menu_of(user: User, path: str) -> Menu:
    """What the menu of one person holds."""
    return _menu(grants_of(user), get_language() or "", navigation.revision(), path)


@lru_cache(maxsize=2_000)
def _drawn(grants: frozenset[Grant], language: str, revision: object, here: str) -> SafeString:
    """Drawn once for equal roles, language and marked page: it is a fifth of the work of a small page."""
    groups = _menu(grants, language, revision, here).groups
    return render_to_string("shell/_menu.html", {"groups": groups, "here": here})


def _menu(grants: frozenset[Grant], language: str, revision: object, path: str) -> Menu:
    """In the order of the year, what it rests on first."""
    items = _by_group(_open_places(grants, language, revision), path)
    headings = [(FOUNDATION, "", _("Foundations"))]
    headings += [(task.code, task.code, title_of(task)) for task in frame.tasks().values()]
    headings += [(SYSTEM, "", _("System"))]
    return Menu(
        tuple(
            MenuGroup(key, code, title, tuple(items[key]))
            for key, code, title in headings
            if items.get(key)
        )
    )


def items_by_group(user: User, path: str) -> dict[str, list[MenuItem]]:
    """The built pages that are open to the person, by task code or heading."""
    return _by_group(
        _open_places(grants_of(user), get_language() or "", navigation.revision()), path
    )


def _by_group(open_places: Iterable[tuple[str, str, str]], path: str) -> dict[str, list[MenuItem]]:
    found: dict[str, list[MenuItem]] = {}
    for group, title, url in open_places:
        found.setdefault(group, []).append(MenuItem(title, url, path == url))
    return found


@lru_cache(maxsize=256)
def _open_places(
    grants: frozenset[Grant], language: str, revision: object
) -> tuple[tuple[str, str, str], ...]:
    """Heading, title and address of every page open to whoever holds these roles.

    Every page shows the menu, and most people hold the same few roles: what is the same is worked out once.
    """
    return tuple(
        (place.group, str(place.title), url)
        for place in navigation.places()
        if (url := url_of(place.url_name)) and _is_open(grants, place)
    )


def _is_open(grants: frozenset[Grant], place: Place) -> bool:
    return not place.permission or is_held(place.permission, grants, of_others=place.of_others)


def url_of(name: str) -> str:
    """The address of a page, or nothing where a page is named that is not built yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def is_english() -> bool:
    """The reader's language, where the frame has a wording for both."""
    return (get_language() or "").startswith("en")


def title_of(named: frame.FrameTask | frame.FrameIndicator) -> str:
    """The frame's own short wording in the reader's language."""
    return named.title_en if is_english() else named.title
