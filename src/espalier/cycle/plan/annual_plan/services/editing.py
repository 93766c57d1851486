"""Lines edited by hand: what a person writes, who is in, lines added and taken out."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.people.employees.queries import employees_by_number
from espalier.cycle.plan.annual_plan import queries, rules
from espalier.cycle.plan.annual_plan.holding import (
    count_change,
    locked_line,
    locked_scenario,
    refuse,
)
from espalier.cycle.plan.annual_plan.models import Line, Place, Scenario
from espalier.cycle.plan.annual_plan.types import LineContent
from espalier.cycle.plan.annual_plan.wording import LINE_LABELS, line_problem
from espalier.cycle.plan.annual_plan.written import has_moved, numbers_for, told, write
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.ui.concurrency import concurrent_edit_check

# What a person may say of a line without taking it out of the planner's hands.
WORDS = ("evaluation_level", "owner", "reason", "grant_amount", "category", "months")


@transaction.atomic
def add_line(
    *, scenario_id: int, module_id: int, content: LineContent, by: Actor, at: datetime
) -> Line:
    """Put a module into the plan by hand; the planner keeps it as it is.

    Raises: NotFound; Refused with everything that is wrong.
    """
    scenario = locked_scenario(scenario_id)
    code = queries.module_code(module_id)
    problems = [line_problem(each, code) for each in rules.problems_of_line(content, headcount=0)]
    if scenario.lines.filter(module_id=module_id).exists():
        message, remedy = _("It has a line in this scenario already."), _("Change that line.")
        problems.append(Problem("line_there", message, code, remedy))
    refuse(problems)
    line = Line(
        scenario=scenario,
        module_id=module_id,
        number=numbers_for(scenario, 1)[0],
        is_by_hand=True,
        origin=Line.Origin.HAND,
    )
    write(line, content, headcount=0, at=at)
    line.save()
    count_change(scenario, _("A line was added."), by=by, at=at)
    after = {"number": line.number, "module": code, **told(content)}
    log.record("plan.line.added", line, by=by, at=at, after=after)
    return line


@transaction.atomic
def change_line(*, line_id: int, content: LineContent, seen: str, by: Actor, at: datetime) -> Line:
    """What is written about a line. Sessions, time or costs of its own make it a line by hand.

    ``seen`` is the line's version the person had before their eyes.
    Raises: NotFound; Refused; Conflict with both texts when somebody else changed the line meanwhile.
    """
    line = locked_line(line_id)
    held = queries.line_content(line)
    concurrent_edit_check(
        sent=seen, current=line.updated_at, theirs=_labelled(held), yours=_labelled(content)
    )
    place = f"{line.number} {line.module.code}"
    found = rules.problems_of_line(content, headcount=line.headcount)
    refuse([line_problem(each, place) for each in found])
    before, after = told(held), told(content)
    changed = sorted(name for name in after if before[name] != after[name])
    if not changed:
        return line
    if set(changed) - set(WORDS):
        line.is_by_hand = True
    write(line, content, headcount=line.headcount, at=at)
    line.save()
    count_change(line.scenario, _("A line changed."), by=by, at=at)
    log.record(
        "plan.line.changed",
        line,
        by=by,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return line


@transaction.atomic
def give_back(*, line_id: int, by: Actor, at: datetime) -> Line:
    """Let the planner decide about a line again. Raises: NotFound, Refused."""
    line = locked_line(line_id)
    if line.is_by_hand:
        line.is_by_hand, line.updated_at = False, at
        line.save(update_fields=["is_by_hand", "updated_at"])
        count_change(line.scenario, _("A line changed."), by=by, at=at)
        log.record("plan.line.given_back", line, by=by, at=at)
    return line


@transaction.atomic
def remove_line(*, line_id: int, by: Actor, at: datetime) -> Scenario:
    """Take a line out of a proposal. Raises: NotFound; Refused once somebody was invited to its sessions."""
    line = locked_line(line_id)
    if has_moved(line):
        message = _("Its sessions were announced or have begun.")
        remedy = _("Cancel it by a change of the plan.")
        raise Refused([Problem("announced", message, line.number, remedy)])
    if line.changes.exists():
        message = _("Changes of the plan refer to it.")
        raise Refused([Problem("has_changes", message, line.number)])
    before = {"number": line.number, "module": line.module.code, "people": line.headcount}
    log.record("plan.line.removed", line, by=by, at=at, before=before)
    line.delete()
    count_change(line.scenario, _("A line was taken out."), by=by, at=at)
    return line.scenario


@transaction.atomic
def add_people(
    *,
    line_id: int,
    numbers: Collection[str],
    scope: Scope = EVERYTHING,
    by: Actor,
    at: datetime,
) -> int:
    """Give people a place in a line; returns how many are new. The line is by hand from now on.

    Raises: NotFound; Refused naming every number that is nobody, has left, or is outside what the person may see.
    """
    line = locked_line(line_id)
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    known = employees_by_number()
    seen = set(queries.visible_numbers(wanted, scope))
    problems = [_person_problem(number, number in seen) for number in wanted]
    refuse([each for each in problems if each is not None])
    if not wanted:
        message = _("Nobody is named.")
        raise Refused([Problem("nobody", message, line.number, _("Type employee numbers."))])
    have = set(line.places.values_list("employee_id", flat=True))
    new = [known[number].pk for number in wanted if known[number].pk not in have]
    Place.objects.bulk_create(
        [Place(line=line, employee_id=pk, why=Place.Why.HAND) for pk in new], batch_size=500
    )
    if new:
        _people_changed(line, "plan.people.added", len(new), by, at)
    return len(new)


@transaction.atomic
def remove_people(
    *, line_id: int, place_ids: Iterable[int], scope: Scope = EVERYTHING, by: Actor, at: datetime
) -> int:
    """Take people out of a line; returns how many. The line is by hand from now on. Raises: NotFound, Refused."""
    line = locked_line(line_id)
    rows = queries.places(line.pk, scope).filter(pk__in=list(place_ids))
    ids = list(rows.values_list("pk", flat=True))
    n, _per_model = Place.objects.filter(pk__in=ids).delete()
    if n:
        _people_changed(line, "plan.people.removed", n, by, at)
    return n


def _people_changed(line: Line, event: str, n: int, by: Actor, at: datetime) -> None:
    """Count heads and money again; one entry however many people."""
    before = line.headcount
    content = queries.line_content(line)
    write(line, content, headcount=line.places.count(), at=at)
    line.is_by_hand = True
    line.save()
    count_change(line.scenario, _("Who attends changed."), by=by, at=at)
    log.record(
        event,
        line,
        by=by,
        at=at,
        before={"headcount": before},
        after={"headcount": line.headcount, "n": n},
    )


def _person_problem(number: str, is_seen: bool) -> Problem | None:
    if is_seen:
        return None
    message = _("Nobody of this number works here.")
    return Problem("nobody", message, number, _("Correct the employee number."))


def _labelled(content: LineContent) -> dict[str, object]:
    values = told(content)
    return {str(label): values[name] for name, label in LINE_LABELS.items()}
