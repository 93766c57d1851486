"""A parsed standard becomes a published version in the catalogue."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import queries, rules
from espalier.cycle.standards.catalogue.models import (
    Block,
    BlockItem,
    Duty,
    Item,
    Standard,
    Task,
    TaskGroup,
)
from espalier.cycle.standards.catalogue.services.layout import Layout, heading_of, layout_of
from espalier.cycle.standards.catalogue.services.wide_statements import insert_all
from espalier.cycle.standards.catalogue.types import Presence, Space
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.states import State


@transaction.atomic
def apply_standard(
    *,
    parsed: ParsedStandard,
    space: Space,
    by: Actor,
    at: datetime,
    source_file_id: int | None = None,
    source_uri: str = "",
    fetched_at: datetime | None = None,
) -> Standard:
    """Store and publish one version of a standard; the same version with the same content is kept.

    Older versions of the same code become superseded, and an older version brought in later is
    superseded from the start. The number of queries does not depend on the number of items.

    Raises: Refused when the version is here with other content, or when a part cannot be stored.
    """
    refuse_unfit(parsed, space)
    found = queries.here(parsed)
    if found.presence is Presence.OTHER:
        raise Refused([_other_content(parsed, found.differing)])
    if found.standard_id is not None:
        return queries.standard(found.standard_id)
    origin = {"source_file_id": source_file_id, "source_uri": source_uri, "fetched_at": fetched_at}
    standard = _insert(parsed, space, at, origin)
    after = {
        "code": standard.raw_code,
        "title": standard.title,
        "state": standard.state,
        "n_warnings": len(parsed.warnings),
        "n_unplaced": len(parsed.unplaced),
    }
    log.record("standards.standard.applied", standard, by=by, at=at, after=after)
    return standard


def _insert(
    parsed: ParsedStandard, space: Space, at: datetime, origin: Mapping[str, object]
) -> Standard:
    row = rules.version_row_of(parsed)
    standard = Standard.objects.create(
        **heading_of(parsed),
        **origin,
        space=space.value,
        state=_state_beside_others(parsed),
        updated_on=row.updated_on if row else None,
        created_at=at,
        published_at=at,
    )
    insert_layout(layout_of(parsed, standard))
    return standard


def insert_layout(layout: Layout) -> None:
    """Insert the rows of a laid out standard, table after table, parents first."""
    insert_all(Duty, layout.duties)
    insert_all(TaskGroup, layout.groups)
    insert_all(Task, layout.tasks)
    insert_all(Block, layout.blocks)
    insert_all(Item, layout.items)
    insert_all(BlockItem, layout.placements)


def _state_beside_others(parsed: ParsedStandard) -> State:
    """Supersede the older versions, and tell whether a newer one is already in force."""
    if not parsed.code_base:
        return State.PUBLISHED
    family = Standard.objects.filter(code_base=parsed.code_base, state=State.PUBLISHED)
    family.filter(version_no__lt=parsed.version_no).update(state=State.SUPERSEDED)
    newer = family.filter(version_no__gt=parsed.version_no).exists()
    return State.SUPERSEDED if newer else State.PUBLISHED


def refuse_unfit(parsed: ParsedStandard, space: Space) -> None:
    """Refuse with everything that stops a standard from being published."""
    problems = [_unfit_problem(part) for part in rules.unfit_parts(parsed)]
    if space is Space.OWN and rules.is_official_code(parsed.raw_code):
        problems.append(
            Problem(
                "official_code",
                _("The code %(code)s belongs to the official standards.")
                % {"code": parsed.raw_code},
                remedy=_("Give your own model a code of your own, such as ORG-001."),
            )
        )
    if problems:
        raise Refused(problems)


def _unfit_problem(part: rules.UnfitPart) -> Problem:
    messages = {
        rules.Unfit.NO_TITLE: (
            _("The standard has no name."),
            _("Type its name on the check page."),
        ),
        rules.Unfit.NO_CONTENT: (
            _("No work task and no attitude was found."),
            _("Check that the file holds the table of duties and tasks."),
        ),
        rules.Unfit.TOO_LONG: (
            _("This text is too long to be a code or a name."),
            _("Shorten it on the check page; the rest may go to the notes."),
        ),
        rules.Unfit.LEVEL_OUTSIDE: (
            _("A level lies between 1 and 6."),
            _("Correct the level, or leave it empty when the document states none."),
        ),
    }
    message, remedy = messages[part.reason]
    place = f"{part.where} {part.text[:40]}".strip()
    return Problem(part.reason.value, message, place=place, remedy=remedy)


def _other_content(parsed: ParsedStandard, differing: tuple[str, ...]) -> Problem:
    return Problem(
        "version_has_other_content",
        _("%(code)s is already here and says something else.")
        % {"code": parsed.raw_code or parsed.title},
        place=", ".join(differing),
        remedy=_(
            "A published version is never changed. Check the code and the version, or open the one "
            "that is here and compare."
        ),
        params={"differing": list(differing)},
    )
