"""The life of an own model (職能模型): begun, copied into a new version, published."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import queries, refusals, rules
from espalier.cycle.standards.catalogue.layout import heading_of, insert_layout, layout_of
from espalier.cycle.standards.catalogue.models import Item, Standard
from espalier.cycle.standards.catalogue.types import Space
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.states import State, Step, next_state


@transaction.atomic
def create_own_model(
    *, base: str, title: str, by: Actor, at: datetime, from_id: int | None = None
) -> Standard:
    """Begin a draft under a code of our own; with ``from_id`` it begins as a copy of that standard.

    Copied items remember where they came from. The code is typed by the person: codes of the
    official space are refused, never made.

    Raises: Refused when the code is official, unreadable or taken, or the title is missing.
    """
    base, title = base.strip(), title.strip()
    _refuse_beginning(base, title)
    source = queries.standard(from_id) if from_id is not None else None
    parsed = (
        queries.standard_as_parsed(source) if source else ParsedStandard("", "", None, title, "")
    )
    draft = _draft(parsed, source, at, base=base, version=1, title=title)
    after = {"code": draft.raw_code, "title": title, "derived_from": from_id}
    log.record("standards.own_model.begun", draft, by=by, at=at, after=after)
    return draft


@transaction.atomic
def begin_new_version(*, standard_id: int, by: Actor, at: datetime) -> Standard:
    """Begin the next version of a published own model as a draft with the same content.

    Raises: Refused when it is no own model, not in force, or its next version is already begun.
    """
    source = queries.standard(standard_id)
    family = Standard.objects.filter(code_base=source.code_base)
    _refuse_new_version(source, family.filter(state=State.DRAFT).exists())
    highest = family.aggregate(n=Max("version_no"))["n"] or 0
    parsed = queries.standard_as_parsed(source)
    draft = _draft(
        parsed, source, at, base=source.code_base, version=highest + 1, title=source.title
    )
    after = {"code": draft.raw_code, "derived_from": source.pk}
    log.record("standards.own_model.new_version", draft, by=by, at=at, after=after)
    return draft


@transaction.atomic
def publish_own_model(*, standard_id: int, by: Actor, at: datetime) -> Standard:
    """Put a draft in force; the version before it is superseded.

    Raises: Refused when it is no draft of an own model or its content is not complete.
    """
    draft = queries.standard(standard_id)
    state = next_state(State(draft.state), Step.PUBLISH)
    if draft.space != Space.OWN or state is None:
        raise Refused([refusals.not_a_draft()])
    parsed = queries.standard_as_parsed(draft)
    refusals.refuse_unfit(parsed, Space.OWN)
    family = Standard.objects.filter(code_base=draft.code_base, state=State.PUBLISHED)
    n_superseded = family.update(state=State.SUPERSEDED)
    draft.state, draft.published_at, draft.updated_on = state, at, at.date()
    draft.save(update_fields=["state", "published_at", "updated_on"])
    after = {"code": draft.raw_code, "n_superseded": n_superseded}
    log.record("standards.own_model.published", draft, by=by, at=at, after=after)
    return draft


@transaction.atomic
def discard_own_model(*, standard_id: int, by: Actor, at: datetime) -> None:
    """Throw a draft away; what was published once stays for ever. Raises: Refused."""
    draft = queries.standard(standard_id)
    if draft.space != Space.OWN or draft.state != State.DRAFT:
        raise Refused([refusals.not_a_draft()])
    before = {"code": draft.raw_code, "title": draft.title}
    log.record("standards.own_model.discarded", draft, by=by, at=at, before=before)
    draft.delete()


def _draft(
    parsed: ParsedStandard,
    source: Standard | None,
    at: datetime,
    *,
    base: str,
    version: int,
    title: str,
) -> Standard:
    heading = heading_of(parsed) | {
        "raw_code": f"{base}v{version}",
        "code_base": base,
        "version_no": version,
        "title": title,
        "versions": [],
        "warnings": [],
        "unplaced": [],
        "is_historical": False,
        "source_format": "",
    }
    draft = Standard.objects.create(
        **heading, space=Space.OWN, state=State.DRAFT, derived_from=source, created_at=at
    )
    layout = layout_of(parsed, draft)
    if source is not None:
        _remember_sources(layout.items, source)
    insert_layout(layout)
    return draft


def _remember_sources(items: list[Item], source: Standard) -> None:
    """A copy has the same items in the same order, kind by kind."""
    keys = source.items.values_list("kind", "order", "pk").order_by("kind", "order", "pk")
    ids = {(kind, order): pk for kind, order, pk in keys}
    for item in items:
        item.derived_from_id = ids.get((item.kind, item.order))


def _refuse_beginning(base: str, title: str) -> None:
    problems = []
    remedy = _("Type letters, digits and hyphens, such as ORG-001, without a version.")
    if rules.is_official_code(base):
        message = _("The code %(code)s belongs to the official standards.") % {"code": base}
        problems.append(Problem("official_code", message, place=base, remedy=remedy))
    elif not rules.is_own_base(base):
        message = _("This cannot be the code of an own model.")
        problems.append(Problem("unreadable_code", message, place=base, remedy=remedy))
    elif Standard.objects.filter(code_base=base).exists():
        message = _("There is already a standard with this code.")
        other = _("Choose another code, or begin a new version of that model.")
        problems.append(Problem("code_taken", message, place=base, remedy=other))
    if not title or len(title) > rules.LONGEST_TITLE:
        message = _("The model needs a name of 1 to 200 characters.")
        problems.append(Problem("no_title", message, remedy=_("Type what the role is called.")))
    if problems:
        raise Refused(problems)


def _refuse_new_version(source: Standard, draft_exists: bool) -> None:
    if source.space != Space.OWN or source.state != State.PUBLISHED:
        message = _("Only an own model in force gets a new version here.")
        remedy = _("A new version of an official standard comes in as a file.")
        raise Refused([Problem("not_in_force", message, remedy=remedy)])
    if draft_exists:
        message = _("The next version is already begun.")
        raise Refused([Problem("already_begun", message, remedy=_("Open that draft."))])
