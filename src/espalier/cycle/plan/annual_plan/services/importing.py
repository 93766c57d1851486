"""A plan that was made elsewhere, such as last year's: its lines kept in a scenario of their own."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan.holding import count_change
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Line, Place, Scenario
from espalier.cycle.plan.annual_plan.queries import IMPORTED
from espalier.cycle.plan.annual_plan.types import ImportedLine
from espalier.cycle.plan.annual_plan.written import numbers_for, write
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log

BATCH = 500


@transaction.atomic
def store_lines(*, lines: Sequence[ImportedLine], by: Actor, at: datetime) -> dict[str, int]:
    """Keep lines of any years; a year without a plan gets one, and where none is chosen, these lines are it."""
    counts = {"added": 0, "changed": 0}
    for year in sorted({line.year for line in lines}):
        own = [line for line in lines if line.year == year]
        scenario = _scenario_of(year, own, by, at)
        added = _store(scenario, own, at)
        counts["added"] += added
        counts["changed"] += len(own) - added
        count_change(scenario, _("Lines were imported."), by=by, at=at)
        after = {"year": year, "lines": len(own), "added": added}
        log.record("plan.lines.imported", scenario, by=by, at=at, after=after)
    return counts


def _scenario_of(year: int, lines: Collection[ImportedLine], by: Actor, at: datetime) -> Scenario:
    title = _("Annual learning-strategy plan %(year)s") % {"year": year}
    plan, _made = AnnualPlan.objects.get_or_create(
        year=year, defaults={"title": title, "created_at": at}
    )
    budget = sum(line.cost for line in lines) or 1
    scenario, is_new = Scenario.objects.get_or_create(
        plan=plan,
        name=IMPORTED,
        defaults={
            "budget": budget,
            "gaps_on": date(year, 12, 31),
            "created_by": by.label,
            "updated_at": at,
        },
    )
    if plan.chosen_id is None and is_new:
        plan.chosen = scenario
        plan.save(update_fields=["chosen"])
    scenario.plan = plan
    return scenario


def _store(scenario: Scenario, told: Sequence[ImportedLine], at: datetime) -> int:
    """Returns how many are new. The people of a line are those of the file."""
    old = {line.module_id: line for line in scenario.lines.all()}
    new = [each for each in told if each.module_id not in old]
    free = iter(numbers_for(scenario, len(new)))
    taken = {line.number for line in old.values()}
    rows = {}
    for each in told:
        line = old.get(each.module_id) or Line(
            scenario=scenario, module_id=each.module_id, is_by_hand=True, origin=Line.Origin.IMPORT
        )
        wanted = each.number if each.number and each.number not in taken else ""
        line.number = line.number or wanted or next(free)
        taken.add(line.number)
        write(line, each.content, headcount=max(each.headcount, len(each.employee_ids)), at=at)
        line.cost, line.state = each.cost or line.cost, each.state
        rows[each.module_id] = line
    Line.objects.bulk_create([row for row in rows.values() if row.pk is None], batch_size=BATCH)
    changed = [row for pk, row in rows.items() if pk in old]
    fields = [f.name for f in Line._meta.local_concrete_fields if f.name not in {"id", "scenario"}]
    Line.objects.bulk_update(changed, fields, batch_size=BATCH)
    _store_people(rows, told)
    return len(new)


def _store_people(rows: Mapping[int, Line], told: Sequence[ImportedLine]) -> None:
    named = {rows[each.module_id].pk: set(each.employee_ids) for each in told if each.employee_ids}
    have: dict[int, set[int]] = {}
    for line_id, person in Place.objects.filter(line_id__in=list(named)).values_list(
        "line_id", "employee_id"
    ):
        have.setdefault(line_id, set()).add(person)
    Place.objects.bulk_create(
        [
            Place(line_id=line_id, employee_id=person, why=Place.Why.HAND)
            for line_id, people in named.items()
            for person in sorted(people - have.get(line_id, set()))
        ],
        batch_size=BATCH,
    )
