"""Reading standards and their versions."""

from django.db.models import Count, F, Q, QuerySet

from espalier.cycle.standards.catalogue import rules
from espalier.cycle.standards.catalogue.models import Item, Standard
from espalier.cycle.standards.catalogue.queries.parsed import parsed_standard
from espalier.cycle.standards.catalogue.types import Here, Presence, Space
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.errors import NotFound
from espalier.kit.versions.states import State


def standards() -> QuerySet[Standard]:
    """All standards with the number of their tasks and competency items, newest version first."""
    return Standard.objects.annotate(
        n_tasks=Count("duties__groups__tasks", distinct=True),
    ).order_by("code_base", F("version_no").desc(nulls_last=True), "pk")


def items() -> QuerySet[Item]:
    """All items with their standard, standard after standard in the order of the document."""
    return Item.objects.select_related("standard").order_by("standard_id", "kind", "order", "pk")


def standard(standard_id: int) -> Standard:
    """One standard with its source file. Raises: NotFound."""
    row = Standard.objects.select_related("source_file", "derived_from").filter(pk=standard_id)
    found = row.first()
    if found is None:
        raise NotFound(f"standard {standard_id}")
    return found


def own_draft(standard_id: int) -> Standard:
    """A draft of an own model. Raises: NotFound for anything that cannot be edited."""
    found = standard(standard_id)
    if found.space != Space.OWN or found.state != State.DRAFT:
        raise NotFound(f"draft of an own model {standard_id}")
    return found


def standard_choices() -> list[tuple[str, str]]:
    """(id, code and name) of every standard that is no draft, for a choice (one query)."""
    rows = Standard.objects.exclude(state=State.DRAFT).only("raw_code", "title")
    ordered = rows.order_by("code_base", F("version_no").desc(nulls_last=True), "pk")
    return [(str(row.pk), f"{row.raw_code} {row.title}".strip()) for row in ordered]


def family(standard: Standard) -> list[Standard]:
    """All versions of a standard that are here, newest first; a standard without a code is alone."""
    if not standard.code_base:
        return [standard]
    rows = Standard.objects.filter(code_base=standard.code_base)
    return list(rows.order_by(F("version_no").desc(nulls_last=True), "pk"))


def standard_by_code(code: str) -> Standard:
    """The standard with this code as printed; a code without its version means the newest one here.

    Raises: NotFound.
    """
    wanted = code.strip()
    rows = Standard.objects.select_related("source_file").filter(
        Q(raw_code__iexact=wanted) | Q(code_base__iexact=wanted)
    )
    found = list(rows.order_by(F("version_no").desc(nulls_last=True), "pk"))
    exact = [row for row in found if row.raw_code.lower() == wanted.lower()]
    if not found:
        raise NotFound(f"standard {code}")
    return (exact or found)[0]


def latest_standard(code_base: str) -> Standard | None:
    """The newest published version of a standard that is here; None when there is none."""
    rows = Standard.objects.filter(code_base=code_base, state=State.PUBLISHED)
    return rows.order_by(F("version_no").desc(nulls_last=True), "pk").first()


def standard_as_parsed(standard: Standard | int) -> ParsedStandard:
    """The standard as it was understood from its file, for export and comparison; places left out.

    Raises: NotFound.
    """
    found = standard if isinstance(standard, Standard) else _row(standard)
    return parsed_standard(found)


def _row(standard_id: int) -> Standard:
    return standard(standard_id)


def here(parsed: ParsedStandard) -> Here:
    """Whether this version is in the catalogue already, and whether it says the same there."""
    if parsed.code_base:
        rows = Standard.objects.filter(code_base=parsed.code_base, version_no=parsed.version_no)
    else:
        rows = Standard.objects.filter(code_base="", title=parsed.title)
    row = rows.select_related("source_file").order_by("pk").first()
    if row is None:
        return Here(Presence.ABSENT)
    differing = rules.differing_parts(parsed, parsed_standard(row))
    return Here(Presence.OTHER if differing else Presence.SAME, row.pk, differing)


def space_of(code: str) -> Space:
    """The space a standard with this printed code belongs to: official or our own."""
    return rules.space_of(code)
