"""Reading documents: what is in force, what is under way, what changed, what it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language

from espalier.engines.documents.meta import Language
from espalier.engines.documents.plain import PlainSection, plain_sections
from espalier.kit.accounts.models import User
from espalier.kit.approval.models import RunStep, Step
from espalier.kit.approval.rules import StepState
from espalier.kit.approval.run_pages import run_page
from espalier.kit.approval.words import step_title
from espalier.kit.audit.kept import Kept
from espalier.kit.errors import NotFound, Text
from espalier.kit.files.queries import file_bytes
from espalier.kit.outputs import content as contents
from espalier.kit.outputs.difference import SectionChange, section_changes
from espalier.kit.outputs.models import Snapshot
from espalier.kit.outputs.registry import output_kind
from espalier.kit.outputs.types import Content, OutputKind
from espalier.kit.outputs.writing import ON_SCREEN, written
from espalier.kit.thread import registry as thread
from espalier.kit.versions import queries as versions
from espalier.kit.versions.models import Edition, EditionSource
from espalier.kit.versions.states import State

SUBJECT = "outputs.Edition"
IN_FORCE = (State.APPROVED, State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in the list of all: its newest edition and whose move it is."""

    output: str
    title: Text
    edition: Edition | None
    state: str
    changed_at: datetime | None
    waits_for: tuple[str, ...]


def reader_language() -> Language:
    """The language documents are shown in to who reads now."""
    return Language.EN if (get_language() or "").startswith("en") else Language.ZH_HANT


def document_lines(kinds: Sequence[OutputKind]) -> list[DocumentLine]:
    """The documents of these kinds, in a fixed number of queries."""
    newest = versions.newest_by_output()
    reviewed = [e.pk for e in newest.values() if e.state == State.IN_REVIEW]
    waiting = _open_steps(reviewed) if reviewed else {}
    return [_line(kind, newest.get(kind.output), waiting) for kind in kinds]


def _line(
    kind: OutputKind, edition: Edition | None, waiting: dict[str, tuple[str, ...]]
) -> DocumentLine:
    if edition is None:
        return DocumentLine(kind.output, kind.title, None, "none", None, ())
    state = "needs_update" if edition.needs_update_since else edition.state
    changed = edition.published_at or edition.created_at
    names = waiting.get(str(edition.pk), ())
    return DocumentLine(kind.output, kind.title, edition, state, changed, names)


def _open_steps(edition_ids: Sequence[int]) -> dict[str, tuple[str, ...]]:
    """Which step of its review each edition waits for; one query."""
    steps = RunStep.objects.filter(
        run__subject_kind=SUBJECT,
        run__subject_id__in=[str(pk) for pk in edition_ids],
        state=StepState.OPEN,
    )
    found: dict[str, tuple[str, ...]] = {}
    for step in steps.select_related("run").order_by("order", "pk"):
        found[step.run.subject_id] = (*found.get(step.run.subject_id, ()), step_title(step))
    return found


def takes_part(run_id: int, user: User) -> bool:
    """Whether a person may see a review, and therefore what is reviewed."""
    try:
        run_page(run_id, user)
    except NotFound:
        return False
    return True


def goes_by_amount(procedure_codes: Sequence[str]) -> bool:
    """Whether any of these procedures asks what amount is decided about."""
    limits = Q(min_amount__isnull=False) | Q(max_amount__isnull=False)
    return Step.objects.filter(limits, procedure__code__in=list(procedure_codes)).exists()


def in_force(output: str) -> Edition | None:
    """The published edition, or none."""
    return versions.latest(output, state=State.PUBLISHED)


def all_editions(output: str) -> list[Edition]:
    """Every edition, newest first, with its files; what it says is read only when it is asked for."""
    return list(versions.editions(output).defer("content"))


def current(editions: Sequence[Edition]) -> tuple[Edition | None, Edition | None]:
    """Of all editions the one in force, and the newest where it is not published yet."""
    in_force = next((each for each in editions if each.state == State.PUBLISHED), None)
    newest = editions[0] if editions else None
    return in_force, newest if newest is not None and newest.published_at is None else None


def approved_files(output: str, number: int) -> tuple[int, str, dict[tuple[str, str], bytes]]:
    """Number, state and stored files of an edition that was approved. Raises: NotFound."""
    for edition in versions.editions(output).filter(edition=number):
        stored = [each for each in edition.files.all() if each.format != ON_SCREEN]
        if stored:
            files = {(f.format, f.language): file_bytes(f.file) for f in stored}
            return edition.edition, edition.state, files
    raise NotFound


def edition_of(output: str, edition_id: int) -> Edition:
    """An edition of this output. Raises: NotFound."""
    found = versions.edition(edition_id)
    if found.output != output:
        raise NotFound
    return found


def on_screen(edition: Edition, language: Language) -> str:
    """The document for a page: as it was written at approval, otherwise drawn once and kept."""
    for stored in edition.files.all():
        if (stored.format, stored.language) == (ON_SCREEN, language.value):
            return versions.edition_file(edition, ON_SCREEN, language.value).decode()
    return _drawn(edition.pk, edition.state, edition.content_sha256, language)


@lru_cache(maxsize=32)
def _drawn(edition_id: int, state: str, sha256: str, language: Language) -> str:
    """An edition without files yet. State and digest tell one drawing from the next of the same edition."""
    edition = versions.edition(edition_id)
    tree = contents.tree_of(output_kind(edition.output), edition, language)
    return written(tree, ON_SCREEN, settings.FONTS_DIR).decode()


def changes_since_approval(edition: Edition, language: Language) -> list[SectionChange]:
    """What differs from the last edition that was approved; everything is new in the first."""
    before = last_approved(edition)
    return _kept_changes(edition, before.pk if before else None, _content(before), language)


def changes_since_review(edition: Edition, language: Language) -> list[SectionChange]:
    """What differs from what the reviewers had before them the last time; empty at the first."""
    earlier = Snapshot.objects.filter(edition=edition, purpose=Snapshot.Purpose.REVIEW).order_by(
        "-taken_at", "-pk"
    )
    if len(shown := list(earlier[:2])) < 2:
        return []
    return _kept_changes(edition, f"snapshot {shown[1].pk}", shown[1].content, language)


def changes_since_consultation(edition: Edition, language: Language) -> list[SectionChange]:
    """What differs from the draft that people were consulted on; empty where nobody was."""
    asked = Snapshot.objects.filter(edition=edition, purpose=Snapshot.Purpose.CONSULTATION)
    first = asked.order_by("taken_at", "pk").first()
    if first is None:
        return []
    return _kept_changes(edition, f"snapshot {first.pk}", first.content, language)


def _kept_changes(
    edition: Edition, since: object, before: Content | None, language: Language
) -> list[SectionChange]:
    """Against something that never changes; the edition may, as long as it is a draft."""
    kind = output_kind(edition.output)
    return _CHANGES.of(
        (edition.pk, since, language), lambda: _changes(kind, before, edition.content, language)
    )


_CHANGES: Kept[list[SectionChange]] = Kept(size=16)  # today's records are any records


def changes_today(kind: OutputKind, content: Content, language: Language) -> list[SectionChange]:
    """What today's records would change against the edition last approved."""
    newest = versions.latest(kind.output)
    before = newest
    if newest is not None and newest.state not in (*IN_FORCE, State.SUPERSEDED):
        before = last_approved(newest)
    key = (kind.output, content.get("on"), language, before.pk if before else None)
    return _CHANGES.of(key, lambda: _changes(kind, _content(before), content, language))


def last_approved(edition: Edition) -> Edition | None:
    """The edition before this one that was approved, or none."""
    earlier = versions.editions(edition.output, edition.subject).filter(
        edition__lt=edition.edition, state__in=[*IN_FORCE, State.SUPERSEDED]
    )
    return earlier.first()


def _content(edition: Edition | None) -> Content | None:
    return None if edition is None else edition.content


def _changes(
    kind: OutputKind, before: Content | None, after: Content, language: Language
) -> list[SectionChange]:
    old = _plain(kind, before, language) if before else []
    return section_changes(old, _plain(kind, after, language))


def _plain(kind: OutputKind, content: Content, language: Language) -> list[PlainSection]:
    return plain_sections(contents.draft_tree(kind, content, language, 1))


@dataclass(frozen=True, slots=True)
class Resting:
    """A record a section rests on, with its page."""

    section: str
    kind: Text
    label: str
    url: str


def cause_of_update(edition: Edition) -> tuple[str, str] | None:
    """Label and page of the record whose change asks for a new edition."""
    node = thread.node_kinds().get(edition.needs_update_kind)
    if node is None:
        return None
    for _id, label, url in node.describe([edition.needs_update_record]):
        return label, url
    return None


def rests_on(edition: Edition) -> list[Resting]:
    """Every record the edition names, by section; one query a kind."""
    rows = EditionSource.objects.filter(edition=edition).exclude(record_id="*")
    place = 2 if reader_language() is Language.EN else 1
    titles = {row[0]: row[place] for row in edition.content.get("sections", [])}
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for section, kind, record in rows.values_list("section", "kind", "record_id"):
        by_kind.setdefault(kind, []).append((section, record))
    found = []
    for kind, pairs in sorted(by_kind.items()):
        if (node := thread.node_kinds().get(kind)) is None:
            continue
        known = {str(id): (label, url) for id, label, url in node.describe([r for _s, r in pairs])}
        found += [Resting(titles.get(s, s), node.label, *known[r]) for s, r in pairs if r in known]
    order = {title: number for number, title in enumerate(titles.values())}
    return sorted(found, key=lambda each: (order.get(each.section, -1), str(each.kind), each.label))
