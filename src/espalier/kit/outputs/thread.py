"""The thread's last step: from any record to the sections of documents that rest on it."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.types import Break, Check, Edge, NodeKind
from espalier.kit.versions.models import Edition, EditionSource
from espalier.kit.versions.states import State
from espalier.kit.versions.types import EVERY_RECORD

SECTION = "outputs.Section"
INDICATOR = "frame.Indicator"
# Sections of what was replaced stay on the thread: a decision of last year rests on last year's text.
SHOWN = (State.IN_REVIEW, State.APPROVED, State.PUBLISHED, State.SUPERSEDED)
WHY: Text = _("the section rests on the record")
Pairs = Iterable[tuple[str, str]]
Step = Callable[[Sequence[str]], Pairs]


def register_thread() -> None:
    registry.register_node(
        NodeKind(SECTION, _("Section of a document"), "espalier.kit.outputs", described)
    )
    registry.register_family("outputs.sources", _edges)
    registry.register_check(
        Check("outputs.outdated", _("A document in force older than its records"), outdated)
    )


def section_id(edition_id: int, anchor: str) -> str:
    return f"{edition_id}-{anchor}"


def described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    """Output, edition and title of the section, with its place in the document."""
    wanted = [id.partition("-") for id in ids]
    editions = Edition.objects.in_bulk({int(pk) for pk, _dash, _anchor in wanted})
    place = 2 if (get_language() or "").startswith("en") else 1
    for pk, _dash, anchor in wanted:
        edition = editions.get(int(pk))
        rows = edition.content.get("sections", []) if edition else []
        title = next((row[place] for row in rows if row[0] == anchor), None)
        if edition is None or title is None:
            continue
        label = _("%(output)s edition %(n)s: %(title)s") % {
            "output": edition.output,
            "n": edition.edition,
            "title": title,
        }
        url = reverse("outputs:document", args=[edition.output])
        yield section_id(edition.pk, anchor), label, f"{url}?edition={edition.pk}#{anchor}"


def _edges(kinds: Iterable[str]) -> Iterable[Edge]:
    """One for each kind of record; the frame's indicators reach sections through their records."""
    return [
        Edge(kind, SECTION, WHY, _down(kind), _up(kind))
        for kind in kinds
        if kind not in {SECTION, INDICATOR}
    ]


def _down(kind: str) -> Step:
    def down(ids: Sequence[str]) -> Pairs:
        rows = _sources(kind).filter(record_id__in=[*ids, EVERY_RECORD])
        found = rows.values_list("record_id", "edition_id", "section").order_by("pk")
        for record, edition, section in found:
            resting = ids if record == EVERY_RECORD else [record]
            for id in resting:
                yield id, section_id(edition, section)

    return down


def _up(kind: str) -> Step:
    def up(ids: Sequence[str]) -> Pairs:
        wanted = set(ids)
        editions = {int(id.partition("-")[0]) for id in ids}
        rows = _sources(kind).filter(edition__in=editions).exclude(record_id=EVERY_RECORD)
        for record, edition, section in rows.values_list("record_id", "edition_id", "section"):
            if section_id(edition, section) in wanted:
                yield section_id(edition, section), record

    return up


def _sources(kind: str) -> QuerySet[EditionSource]:
    return EditionSource.objects.filter(kind=kind, edition__state__in=SHOWN)


def outdated() -> Iterable[Break]:
    """Editions in force that a change of records has overtaken."""
    flagged = Edition.objects.filter(
        state__in=[State.APPROVED, State.PUBLISHED], needs_update_since__isnull=False
    ).exclude(output="O1.2.1")  # the learning map asks this question itself
    for edition in flagged.order_by("output"):
        url = reverse("outputs:document", args=[edition.output])
        label = f"{edition.output} {edition.title}"
        yield Break(
            "outputs.outdated",
            SECTION,
            "",
            label,
            url,
            edition.needs_update_reason,
            _("Submit a new edition"),
            reverse("outputs:submit", args=[edition.output]),
        )
