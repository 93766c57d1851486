"""The wheel: the eight tasks, their outputs, what is built, and where the chain is broken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from espalier.entrypoints.web.menu import MenuItem, is_english, items_by_group, title_of, url_of
from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import scope_of
from espalier.kit.outputs.registry import output_kinds
from espalier.kit.thread import frame
from espalier.kit.thread import queries as thread
from espalier.kit.thread.anchors import INDICATOR
from espalier.kit.versions import queries as versions

if TYPE_CHECKING:
    from espalier.kit.versions.models import Edition

BROKEN_PAGE = "thread:broken"


@dataclass(frozen=True, slots=True)
class WheelDuty:
    """One indicator on the wheel; an address is empty where no page is built or open to the person."""

    code: str
    title: str
    built: bool
    url: str
    thread_url: str = ""


@dataclass(frozen=True, slots=True)
class WheelTask:
    """One of the eight tasks: its output with the state of the newest edition, its pages and duties.

    ``state`` is "none" before the first edition, and "needs_update" when the edition is flagged so.
    """

    code: str
    title: str
    output: str
    output_title: str
    document_url: str
    state: str
    changed_at: datetime | None
    duties: tuple[WheelDuty, ...]
    pages: tuple[MenuItem, ...]

    @property
    def built(self) -> bool:
        return any(duty.built for duty in self.duties) or bool(self.pages)


@dataclass(frozen=True, slots=True)
class BrokenLinks:
    """How many records one question of the broken-link report found, and where they are listed."""

    title: str
    n: int
    url: str


def wheel_of(user: User) -> tuple[WheelTask, ...]:
    """The eight tasks in their order; one query, whatever was published."""
    pages = items_by_group(user, "")
    open_urls = {item.url for items in pages.values() for item in items}
    editions = versions.newest_by_output()
    walks = bool(scope_of(user, "kit.view_thread"))
    return tuple(
        WheelTask(
            code=task.code,
            title=title_of(task),
            output=task.output,
            output_title=task.output_title_en if is_english() else task.output_title,
            document_url=_document_url(user, task.output),
            state=_state(editions.get(task.output)),
            changed_at=_changed_at(editions.get(task.output)),
            duties=_duties(task.code, open_urls, walks=walks),
            pages=tuple(pages.get(task.code, ())),
        )
        for task in frame.tasks().values()
    )


def broken_links_of(user: User) -> list[BrokenLinks]:
    """The strip of broken links, most first; nothing for whom the report is not open."""
    url = url_of(BROKEN_PAGE)
    if not url or not scope_of(user, "kit.view_thread"):
        return []
    titles = {check.code: str(check.title) for check in thread.checks()}
    counts = Counter(found.check for found in thread.broken_links())
    return [BrokenLinks(titles[code], n, url) for code, n in counts.most_common()]


def _duties(task_code: str, open_urls: set[str], *, walks: bool) -> tuple[WheelDuty, ...]:
    return tuple(
        WheelDuty(
            each.code,
            title_of(each),
            each.built,
            _open_url(each, open_urls),
            reverse("thread:show", args=[INDICATOR, each.code]) if walks and each.built else "",
        )
        for each in frame.indicators().values()
        if each.task == task_code
    )


def _document_url(user: User, output: str) -> str:
    """The page of a task's document, for who may read it; nothing while the document is not built."""
    kind = next((each for each in output_kinds() if each.output == output), None)
    if kind is None or not scope_of(user, kind.view):
        return ""
    return reverse("outputs:document", args=[output])


def _open_url(duty: frame.FrameIndicator, open_urls: set[str]) -> str:
    url = url_of(duty.page) if duty.built and duty.page else ""
    return url if url in open_urls else ""


def _state(edition: Edition | None) -> str:
    if edition is None:
        return "none"
    return "needs_update" if edition.needs_update_since else edition.state


def _changed_at(edition: Edition | None) -> datetime | None:
    return None if edition is None else edition.published_at or edition.created_at
