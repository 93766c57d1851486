"""Changes of the approved plan during the year (計畫外、異動、取消): asked, reviewed, carried into the lines."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import asking, queries, rules
from espalier.cycle.plan.annual_plan.holding import (
    count_change,
    locked_line,
    locked_plan,
    locked_scenario,
    refuse,
)
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Line, PlanChange
from espalier.cycle.plan.annual_plan.types import (
    ChangeContent,
    ChangeKind,
    ChangeState,
    ChangeStep,
)
from espalier.cycle.plan.annual_plan.wording import CHANGE_PROBLEMS, line_problem
from espalier.cycle.plan.annual_plan.written import numbers_for, told, write
from espalier.kit.accounts.types import Actor
from espalier.kit.approval.queries import latest_run, subject_of
from espalier.kit.approval.services import start_review
from espalier.kit.approval.types import SubjectRef
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused

SUBJECT = "plan.PlanChange"


@transaction.atomic
def write_change(
    *, plan_id: int, content: ChangeContent, change_id: int | None = None, by: Actor, at: datetime
) -> PlanChange:
    """Write down what is asked; it counts for nothing before it is approved.

    Raises: NotFound; Refused with everything that is wrong, also while no plan is approved.
    """
    plan = locked_plan(plan_id)
    line = _line_of(plan, content.module_id)
    before = told(queries.line_content(line)) if line else {}
    if line:
        before["headcount"] = line.headcount
    code = queries.module_code(content.module_id)
    found = rules.problems_of_change(
        content, year=plan.year, line_state=line.state if line else None, before=before
    )
    problems = [Problem(str(p), CHANGE_PROBLEMS[p][0], code, CHANGE_PROBLEMS[p][1]) for p in found]
    if plan.approved_at is None:
        message, remedy = _("The plan is not approved yet."), _("Change its scenario directly.")
        problems.append(Problem("not_approved", message, plan.title, remedy))
    if content.kind is not ChangeKind.CANCEL:
        wanted = asking.content_after(content, line)
        heads = asking.heads_after(content, line)
        problems += [line_problem(p, code) for p in rules.problems_of_line(wanted, headcount=heads)]
    refuse(problems)
    change = _unsaved(plan, change_id, by, at)
    change.kind, change.line, change.module_id = content.kind, line, content.module_id
    change.before = {name: before.get(name) for name in content.after} if line else {}
    change.after, change.reason = dict(content.after), content.reason.strip()
    change.effective_on = content.effective_on
    change.save()
    after = {"number": change.number, "kind": change.kind, "module": code, **change.after}
    log.record("plan.change.written", change, by=by, at=at, before=change.before, after=after)
    return change


@transaction.atomic
def send_change(*, change_id: int, procedure_code: str, by: Actor, at: datetime) -> PlanChange:
    """Send a change into review; the amount is what it adds to the cost. Raises: NotFound, Refused."""
    change = _locked(change_id)
    _move(change, ChangeStep.SEND)
    change.decided_by, change.decided_at, change.decision_note = "", None, ""
    change.save()
    start_review(
        subject=SubjectRef(SUBJECT, str(change.pk)),
        procedure_code=procedure_code,
        title=f"{change.number} {queries.module_name(change.module_id)}",
        amount=max(0, asking.cost_difference(change)),
        summary=change.reason,
        by=by,
        at=at,
    )
    log.record("plan.change.sent", change, by=by, at=at, after={"number": change.number})
    return change


@transaction.atomic
def finish_review(*, run_id: int, by: Actor, at: datetime) -> PlanChange:
    """Carry an approved change into the plan. Raises: Refused when the line went on meanwhile."""
    change = _locked(int(subject_of(run_id).id))
    _move(change, ChangeStep.APPROVE)
    change.decided_by, change.decided_at = by.label[:120], at
    line = _carried_into(change, at)
    change.line = line
    change.save()
    count_change(line.scenario, _("A change of the plan was approved."), by=by, at=at)
    after = {"number": change.number, "line": line.number, **change.after}
    log.record("plan.change.approved", change, by=by, at=at, before=change.before, after=after)
    return change


@transaction.atomic
def send_back(*, run_id: int, comment: str, by: Actor, at: datetime) -> PlanChange:
    """The review said no, with its reason; who asked may correct it and send it again."""
    change = _locked(int(subject_of(run_id).id))
    _move(change, ChangeStep.REFUSE)
    change.decided_by, change.decided_at, change.decision_note = by.label[:120], at, comment
    change.save()
    log.record("plan.change.refused", change, by=by, at=at, after={"comment": comment})
    return change


@transaction.atomic
def take_back(*, run_id: int, by: Actor, at: datetime) -> PlanChange:
    """Who sent the change in withdrew it."""
    change = _locked(int(subject_of(run_id).id))
    _move(change, ChangeStep.WITHDRAW)
    change.save()
    log.record("plan.change.withdrawn", change, by=by, at=at)
    return change


@transaction.atomic
def delete_change(*, change_id: int, by: Actor, at: datetime) -> None:
    """Drop a change nobody decided about. Raises: NotFound; Refused for one that was ever in review."""
    change = _locked(change_id)
    if change.state != ChangeState.DRAFT or latest_run(SUBJECT, change.pk) is not None:
        message = _("It was in review and stays on record.")
        raise Refused([Problem("was_reviewed", message, change.number)])
    log.record("plan.change.deleted", change, by=by, at=at, before={"number": change.number})
    change.delete()


def _locked(change_id: int) -> PlanChange:
    """The change, held. Raises: NotFound."""
    rows = PlanChange.objects.select_for_update(of=("self",)).select_related("plan", "module")
    found = rows.filter(pk=change_id).first()
    if found is None:
        raise NotFound
    return found


def _move(change: PlanChange, step: ChangeStep) -> None:
    """Raises: Refused when the step is not open."""
    target = rules.next_change_state(ChangeState(change.state), step)
    if target is None:
        message = _("The change is not in a state from which this is open.")
        remedy = _("Open it again: somebody may have moved it on meanwhile.")
        raise Refused([Problem("not_open", message, change.number, remedy)])
    change.state = target


def _unsaved(plan: AnnualPlan, change_id: int | None, by: Actor, at: datetime) -> PlanChange:
    """A new change with its number, or one that is corrected. Raises: Refused while it is reviewed or decided."""
    if change_id is None:
        taken = plan.changes.values_list("number", flat=True)
        number = rules.free_numbers(plan.year, [each.removeprefix("C") for each in taken], 1)[0]
        return PlanChange(plan=plan, number=f"C{number}", asked_by=by.label[:120], asked_at=at)
    change = _locked(change_id)
    if change.state not in {ChangeState.DRAFT, ChangeState.REFUSED}:
        message, remedy = _("It is being reviewed or was decided."), _("Ask for another change.")
        raise Refused([Problem("not_open", message, change.number, remedy)])
    return change


def _line_of(plan: AnnualPlan, module_id: int) -> Line | None:
    if plan.chosen_id is None:
        return None
    return Line.objects.filter(scenario_id=plan.chosen_id, module_id=module_id).first()


def _carried_into(change: PlanChange, at: datetime) -> Line:
    """The line as the approved change leaves it, saved. Raises: Refused when it can no longer be changed."""
    plan = locked_plan(change.plan_id)
    if plan.chosen_id is None:
        raise NotFound
    scenario = locked_scenario(plan.chosen_id, even_approved=True)
    content = asking.content_of(change)
    line = _line_of(plan, change.module_id)
    if line is not None:
        line = locked_line(line.pk, even_approved=True)
    _refuse_what_moved_on(change, content, line)
    if content.kind is ChangeKind.CANCEL and line is not None:
        return _cancelled(line, change.reason, at)
    wanted, heads = asking.content_after(content, line), asking.heads_after(content, line)
    if line is None:
        line = Line(
            scenario=scenario,
            module_id=change.module_id,
            number=numbers_for(scenario, 1)[0],
            is_addition=True,
            origin=Line.Origin.CHANGE,
        )
    line.is_by_hand = True
    write(line, wanted, headcount=heads, at=at).save()
    return line


def _refuse_what_moved_on(change: PlanChange, content: ChangeContent, line: Line | None) -> None:
    found = rules.problems_of_change(
        content,
        year=change.plan.year,
        line_state=line.state if line else None,
        before=change.before,
    )
    refuse(
        [
            Problem(str(p), CHANGE_PROBLEMS[p][0], change.number, CHANGE_PROBLEMS[p][1])
            for p in found
        ]
    )


def _cancelled(line: Line, reason: str, at: datetime) -> Line:
    """The line and those of its sessions that did not take place yet."""
    line.state, line.updated_at = Line.State.CANCELLED, at
    line.save(update_fields=["state", "updated_at"])
    line.dated.exclude(state="closed").update(
        state="cancelled", cancel_reason=reason[:200], updated_at=at
    )
    return line
