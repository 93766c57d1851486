"""The main menu: what the person may open, under the tasks of the frame.

A page that is not built, or not open to the person, is not in the menu.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import scope_of
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
    return {"menu": SimpleLazyObject(lambda: menu_of(request.user, request.path))}


def menu_of(user: object, path: str) -> Menu:
    """The menu of one person, in the order of the year, what it rests on first."""
    if not isinstance(user, User):
        return Menu(())
    items = items_by_group(user, path)
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
    found: dict[str, list[MenuItem]] = {}
    for place in navigation.places():
        url = url_of(place.url_name)
        if url and _is_open(user, place):
            current = path == url
            found.setdefault(place.group, []).append(MenuItem(str(place.title), url, current))
    return found


def _is_open(user: User, place: Place) -> bool:
    if not place.permission:
        return True
    scope = scope_of(user, place.permission)
    return bool(scope.paths) if place.of_others else bool(scope)


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
