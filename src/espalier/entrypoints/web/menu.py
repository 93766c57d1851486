"""The main menu and the wheel: the frame of tasks with what is built of each.

A page that is not built, or that the person may not open, is not in the menu; the wheel lists the
unbuilt ones and says so.
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


@dataclass(frozen=True, slots=True)
class WheelDuty:
    """One indicator on the wheel; ``url`` is empty where no page is built or open to the person."""

    code: str
    title: str
    built: bool
    url: str


@dataclass(frozen=True, slots=True)
class WheelTask:
    """One of the eight tasks with its output and what is built of it."""

    code: str
    title: str
    output: str
    output_title: str
    duties: tuple[WheelDuty, ...]
    pages: tuple[MenuItem, ...]

    @property
    def built(self) -> bool:
        return any(duty.built for duty in self.duties) or bool(self.pages)


def menu(request: HttpRequest) -> dict[str, object]:
    """Context processor; nothing is read before a template asks."""
    return {"menu": SimpleLazyObject(lambda: menu_of(request.user, request.path))}


def menu_of(user: object, path: str) -> Menu:
    """The menu of one person, in the order of the year, what it rests on first."""
    if not isinstance(user, User):
        return Menu(())
    items = _items_by_group(user, path)
    headings = [(FOUNDATION, "", _("Foundations"))]
    headings += [(task.code, task.code, _title(task)) for task in frame.tasks().values()]
    headings += [(SYSTEM, "", _("System"))]
    return Menu(
        tuple(
            MenuGroup(key, code, title, tuple(items[key]))
            for key, code, title in headings
            if items.get(key)
        )
    )


def wheel_of(user: User) -> tuple[WheelTask, ...]:
    """The eight tasks in their order, for the training manager's first page."""
    pages = _items_by_group(user, "")
    open_urls = {item.url for items in pages.values() for item in items}
    return tuple(
        WheelTask(
            code=task.code,
            title=_title(task),
            output=task.output,
            output_title=task.output_title_en if _english() else task.output_title,
            duties=tuple(
                WheelDuty(each.code, _title(each), each.built, _open_url(each, open_urls))
                for each in frame.indicators().values()
                if each.task == task.code
            ),
            pages=tuple(pages.get(task.code, ())),
        )
        for task in frame.tasks().values()
    )


def _items_by_group(user: User, path: str) -> dict[str, list[MenuItem]]:
    found: dict[str, list[MenuItem]] = {}
    for place in navigation.places():
        url = _url(place.url_name)
        if url and _is_open(user, place):
            current = path == url
            found.setdefault(place.group, []).append(MenuItem(str(place.title), url, current))
    return found


def _is_open(user: User, place: Place) -> bool:
    return not place.permission or bool(scope_of(user, place.permission))


def _open_url(duty: frame.FrameIndicator, open_urls: set[str]) -> str:
    url = _url(duty.page) if duty.built and duty.page else ""
    return url if url in open_urls else ""


def _url(name: str) -> str:
    """The address of a page, or nothing where the frame names a page that is not built yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _title(named: frame.FrameTask | frame.FrameIndicator) -> str:
    return named.title_en if _english() else named.title
