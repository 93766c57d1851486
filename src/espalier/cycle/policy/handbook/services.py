"""Writing clauses, the RACI table and the parts of the training system."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.policy.goals import services as goals
from espalier.cycle.policy.handbook import queries, rules
from espalier.cycle.policy.handbook.models import (
    Clause,
    RaciActivity,
    RaciCell,
    RaciRole,
    TrainingCategory,
)
from espalier.cycle.policy.handbook.types import ClauseProblem, ClauseValues
from espalier.cycle.policy.handbook.wording import clause_problem, raci_problem
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.filling import trimmed
from espalier.kit.versions.services import record_changed
from espalier.kit.versions.types import EVERY_RECORD

CLAUSE, RACI, CATEGORY = "policy.Clause", "policy.RaciActivity", "policy.TrainingCategory"
COMPARED = ("chapter", "number", "kind", "title", "title_en", "text", "text_en", "is_adapted")
CHUNK = 500


@transaction.atomic
def save_clause(
    *, clause_id: int | None = None, values: ClauseValues, by: Actor, at: datetime
) -> Clause:
    """Write a new clause or change one, with the directions it carries out.

    A text begun with a template counts as adapted once it differs from it and no marked place is left,
    or once somebody confirms that it fits as it stands.

    Raises: NotFound; Refused with every problem at once.
    """
    clause = Clause() if clause_id is None else queries.clause_or_404(clause_id)
    problems = [clause_problem(kind) for kind in rules.problems_of_clause(values)]
    place = (values.chapter, values.number)
    if queries.clause_ids_by_place().get(place, clause_id) != clause_id:
        problems.append(
            clause_problem(ClauseProblem.NUMBER_TAKEN, f"{values.chapter}.{values.number}")
        )
    left = rules.places_to_fill(values.text, values.text_en)
    if values.read_as_is and left:
        problems.append(clause_problem(ClauseProblem.UNFILLED, "、".join(left)))
    if problems:
        raise Refused(problems)
    before = {} if clause_id is None else _told(clause)
    _fill(clause, values)
    clause.is_adapted = not left and (values.read_as_is or _is_adapted(clause))
    after = _told(clause)
    changed = sorted(name for name in after if before.get(name) != after[name])
    if changed:
        clause.updated_at = at
        clause.save()
        log.record(
            "policy.clause.written" if clause_id is None else "policy.clause.changed",
            clause,
            by=by,
            at=at,
            before={name: before[name] for name in changed if name in before},
            after={name: after[name] for name in changed},
        )
    relinked = goals.set_directions_of_clauses(
        wanted={clause.pk: values.direction_ids}, by=by, at=at
    )
    if changed or relinked:
        reason = _("It was written.") if clause_id is None else _("It changed.")
        _tell(CLAUSE, clause.pk, _clause_label(clause), reason, by, at)
    return clause


@transaction.atomic
def begin_with_template(*, key: str, by: Actor, at: datetime) -> Clause:
    """A new clause with the text of a template, at the end of its chapter, still to be adapted.

    Raises: NotFound for a template that is not there.
    """
    template = queries.clause_templates().get(key)
    if template is None:
        raise NotFound
    clause = Clause.objects.create(
        chapter=template.chapter,
        number=queries.next_number(template.chapter),
        title=template.title,
        title_en=template.title_en,
        text=template.text,
        text_en=template.text_en,
        template=key,
        is_adapted=False,
        updated_at=at,
    )
    after = {"place": f"{clause.chapter}.{clause.number}", "template": key}
    log.record("policy.clause.begun", clause, by=by, at=at, after=after)
    _tell(CLAUSE, clause.pk, _clause_label(clause), _("It was begun with a template."), by, at)
    return clause


@transaction.atomic
def end_clause(*, clause_id: int, on: date, reason: str, by: Actor, at: datetime) -> Clause:
    """Take a clause out of the handbook from a day on; it stays in the records.

    Raises: NotFound; Refused without a reason, or when it has ended already.
    """
    clause = queries.clause_or_404(clause_id)
    problems = []
    if not reason.strip():
        problems.append(Problem("no_reason", _("Ending it needs a reason."), _("Reason")))
    if clause.ended_on is not None:
        problems.append(Problem("already_ended", _("It has ended already."), _clause_label(clause)))
    if problems:
        raise Refused(problems)
    clause.ended_on, clause.end_reason, clause.updated_at = on, reason.strip(), at
    clause.save(update_fields=["ended_on", "end_reason", "updated_at"])
    after = {"ended_on": on, "end_reason": clause.end_reason}
    log.record("policy.clause.ended", clause, by=by, at=at, before={"ended_on": None}, after=after)
    told = _("It ended: %(why)s") % {"why": clause.end_reason}
    _tell(CLAUSE, clause.pk, _clause_label(clause), told, by, at)
    return clause


@transaction.atomic
def store_imported_clauses(
    *, values: Sequence[ClauseValues], by: Actor, at: datetime
) -> tuple[int, int]:
    """Write rows of a sheet that were checked before; returns how many are new and how many changed.

    What comes in a sheet was written by somebody, so it counts as adapted unless places are left to fill.
    """
    held = {(clause.chapter, clause.number): clause for clause in queries.clauses()}
    fresh: list[Clause] = []
    changed: list[Clause] = []
    for each in values:
        clause = held.get((each.chapter, each.number))
        (fresh if clause is None else changed).append(clause or Clause())
        now = (fresh if clause is None else changed)[-1]
        _fill(now, each)
        now.is_adapted = not rules.places_to_fill(now.text, now.text_en) and _is_adapted(now)
        now.updated_at = at
    Clause.objects.bulk_create(fresh)
    Clause.objects.bulk_update(changed, [*COMPARED, "owner", "updated_at"], batch_size=100)
    ids = queries.clause_ids_by_place()
    wanted = {ids[each.chapter, each.number]: each.direction_ids for each in values}
    goals.set_directions_of_clauses(wanted=wanted, by=by, at=at)
    after = {"added": len(fresh), "changed": len(changed)}
    log.record("policy.clauses.imported", f"{CLAUSE}:*", by=by, at=at, after=after)
    _tell(CLAUSE, EVERY_RECORD, "", _("Clauses were imported."), by, at)
    return len(fresh), len(changed)


@transaction.atomic
def save_activity(
    *,
    activity_id: int | None = None,
    code: str,
    name: str,
    name_en: str = "",
    letters: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> RaciActivity:
    """Write one line of the RACI table; ``letters`` by role id.

    Raises: NotFound; Refused unless exactly one role is accountable and at least one does the work.
    """
    activity = RaciActivity() if activity_id is None else queries.activity_or_404(activity_id)
    cells = {role: rules.clean_letters(told) for role, told in letters.items() if told.strip()}
    label = f"{code} {name}".strip()
    problems = [raci_problem(kind, label) for kind in rules.problems_of_activity(cells.values())]
    if not code.strip() or not name.strip():
        problems.append(
            Problem("no_name", _("An activity needs a code and a name."), _("Activity"))
        )
    if RaciActivity.objects.filter(code=code.strip()).exclude(pk=activity.pk).exists():
        told = _("The code %(code)s already names an activity.") % {"code": code}
        problems.append(Problem("code_taken", told, _("Code")))
    if problems:
        raise Refused(problems)
    before = _line_told(activity) if activity_id else None
    activity.code, activity.name, activity.name_en = code.strip(), name.strip(), name_en.strip()
    if activity_id is None:
        activity.order = RaciActivity.objects.count() + 1
    activity.save()
    activity.cells.all().delete()
    RaciCell.objects.bulk_create(
        RaciCell(activity=activity, role_id=role, letters=told) for role, told in cells.items()
    )
    after = _line_told(activity)
    log.record("policy.raci.changed", activity, by=by, at=at, before=before, after=after)
    _tell(RACI, activity.pk, label, _("Who does what changed."), by, at)
    return activity


@transaction.atomic
def delete_activity(*, activity_id: int, by: Actor, at: datetime) -> None:
    """Take a line out of the RACI table. Raises: NotFound."""
    activity = queries.activity_or_404(activity_id)
    log.record("policy.raci.deleted", activity, by=by, at=at, before=_line_told(activity))
    label = f"{activity.code} {activity.name}"
    _tell(RACI, activity.pk, label, _("It was deleted."), by, at)
    activity.delete()


@transaction.atomic
def store_imported_raci(
    *, rows: Sequence[Mapping[str, str]], by: Actor, at: datetime
) -> tuple[int, int]:
    """Write cells of a sheet that were checked before: activity, role and letters by their codes.

    Roles and activities that are not there yet are made, in the order of the sheet.
    """
    roles = {role.code: role for role in queries.raci_roles()}
    activities = {activity.code: activity for activity in queries.raci_activities()}
    for part, found, model in (("role", roles, RaciRole), ("activity", activities, RaciActivity)):
        _store_named(model, part, rows, found)
    held = {(c.activity_id, c.role_id): c for c in RaciCell.objects.all()}
    fresh, changed = [], []
    for row in rows:
        place = (activities[row["activity"]].pk, roles[row["role"]].pk)
        cell = held.get(place)
        if cell is None:
            fresh.append(RaciCell(activity_id=place[0], role_id=place[1], letters=row["letters"]))
        else:
            cell.letters = row["letters"]
            changed.append(cell)
    RaciCell.objects.bulk_create(fresh)
    RaciCell.objects.bulk_update(changed, ["letters"], batch_size=CHUNK)
    after = {"added": len(fresh), "changed": len(changed)}
    log.record("policy.raci.imported", f"{RACI}:*", by=by, at=at, after=after)
    _tell(RACI, EVERY_RECORD, "", _("Who does what was imported."), by, at)
    return len(fresh), len(changed)


def _store_named(
    model: type[Any], part: str, rows: Sequence[Mapping[str, str]], found: dict[str, Any]
) -> None:
    """Make or rename the roles or activities the rows name; ``found`` is completed."""
    fresh, renamed = [], []
    for row in rows:
        code = row[part]
        if code not in found:
            found[code] = model(code=code, order=len(found) + 1)
            fresh.append(found[code])
        elif found[code].pk and found[code] not in renamed:
            renamed.append(found[code])
        found[code].name = row[f"{part}_name"] or found[code].name or code
        found[code].name_en = row[f"{part}_name_en"] or found[code].name_en
    model.objects.bulk_create(fresh)
    model.objects.bulk_update(renamed, ["name", "name_en"], batch_size=CHUNK)


@transaction.atomic
def save_category(
    *, category_id: int | None = None, values: Mapping[str, Any], by: Actor, at: datetime
) -> TrainingCategory:
    """Write one part of the training system; ``values`` by field.

    Raises: NotFound; Refused when a part by level has no level, or one by function no function.
    """
    category = TrainingCategory() if category_id is None else queries.category_or_404(category_id)
    problems = _problems_of_category(values, category.pk)
    if problems:
        raise Refused(problems)
    before = None if category_id is None else _category_told(category)
    for name, value in values.items():
        setattr(category, name, trimmed(value))
    if category_id is None:
        category.order = TrainingCategory.objects.count() + 1
    category.updated_at = at
    category.save()
    after = _category_told(category)
    event = "policy.category.written" if category_id is None else "policy.category.changed"
    log.record(event, category, by=by, at=at, before=before, after=after)
    label = f"{category.code} {category.name}"
    _tell(CATEGORY, category.pk, label, _("The training system changed."), by, at)
    return category


@transaction.atomic
def delete_category(*, category_id: int, by: Actor, at: datetime) -> None:
    """Take a part out of the training system. Raises: NotFound."""
    category = queries.category_or_404(category_id)
    log.record("policy.category.deleted", category, by=by, at=at, before=_category_told(category))
    label = f"{category.code} {category.name}"
    _tell(CATEGORY, category.pk, label, _("It was deleted."), by, at)
    category.delete()


@transaction.atomic
def store_imported_categories(
    *, rows: Sequence[Mapping[str, Any]], by: Actor, at: datetime
) -> tuple[int, int]:
    """Write rows of a sheet that were checked before; returns how many are new and how many changed."""
    held = {category.code: category for category in queries.training_categories()}
    fresh: list[TrainingCategory] = []
    changed: list[TrainingCategory] = []
    for row in rows:
        category = held.get(row["code"])
        if category is None:
            category = TrainingCategory(order=len(held) + len(fresh) + 1)
            fresh.append(category)
        else:
            changed.append(category)
        for name, value in row.items():
            setattr(category, name, value)
        category.updated_at = at
    TrainingCategory.objects.bulk_create(fresh)
    names = ["name", "name_en", "kind", "tier", "function", "text", "text_en", "updated_at"]
    TrainingCategory.objects.bulk_update(changed, names, batch_size=CHUNK)
    after = {"added": len(fresh), "changed": len(changed)}
    log.record("policy.categories.imported", f"{CATEGORY}:*", by=by, at=at, after=after)
    _tell(CATEGORY, EVERY_RECORD, "", _("The training system was imported."), by, at)
    return len(fresh), len(changed)


def _fill(clause: Clause, values: ClauseValues) -> None:
    clause.chapter, clause.number, clause.kind = values.chapter, values.number, values.kind
    for name in ("title", "title_en", "text", "text_en"):
        setattr(clause, name, getattr(values, name).replace("\r\n", "\n").strip())
    clause.owner_id = values.owner_id


def _is_adapted(clause: Clause) -> bool:
    """Whether the text is more than its template; a clause without one was always somebody's own."""
    template = queries.clause_templates().get(clause.template)
    if template is None:
        return True
    return not rules.same_text(clause.text, template.text) or clause.is_adapted


def _told(clause: Clause) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(clause, name) for name in COMPARED}
    told["owner_id"] = clause.owner.name if clause.owner else ""
    return told


def _line_told(activity: RaciActivity) -> dict[str, object]:
    cells = activity.cells.order_by("role__order").values_list("role__code", "letters")
    return {"code": activity.code, "name": activity.name, **dict(cells)}


def _category_told(category: TrainingCategory) -> dict[str, object]:
    names = ("code", "name", "name_en", "kind", "tier", "text", "text_en")
    told: dict[str, object] = {name: getattr(category, name) for name in names}
    told["function"] = category.function.code if category.function else ""
    return told


def _problems_of_category(values: Mapping[str, Any], own_id: int | None) -> list[Problem]:
    problems = []
    if values["kind"] == TrainingCategory.Kind.LEVEL and not values["tier"]:
        message = _("Training by level needs its level.")
        problems.append(Problem("no_tier", message, _("Level"), _("Choose the level.")))
    if values["kind"] == TrainingCategory.Kind.FUNCTION and not values["function_id"]:
        message = _("Training by function needs its function.")
        problems.append(Problem("no_function", message, _("Function"), _("Choose the function.")))
    taken = TrainingCategory.objects.filter(code=values["code"].strip())
    if own_id is not None:
        taken = taken.exclude(pk=own_id)
    if taken.exists():
        message = _("%(about)s is already used.") % {"about": values["code"]}
        problems.append(Problem("code_taken", message, _("Code")))
    return problems


def _clause_label(clause: Clause) -> str:
    return f"{clause.chapter}.{clause.number} {clause.title}"


def _tell(kind: str, record_id: object, label: str, reason: str, by: Actor, at: datetime) -> None:
    record_changed(kind=kind, record_id=record_id, label=label, reason=reason, by=by, at=at)
