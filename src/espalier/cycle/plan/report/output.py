"""O2.3.1 as one of the eight documents: its hurdles, its sources, and where its pages are."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.plan.annual_plan import services
from espalier.cycle.plan.permissions import CHANGE, PUBLISH, VIEW
from espalier.cycle.plan.report.content import content
from espalier.cycle.plan.report.sections import document_of
from espalier.cycle.plan.report.types import OUTPUT
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Problem
from espalier.kit.outputs.registry import register_output
from espalier.kit.outputs.types import Content, Hurdle, OutputKind
from espalier.kit.versions.types import EVERY_RECORD, Source

# Which registers each section states; a new record changes the document as much as a changed one.
RESTS_ON = (
    ("plan", "plan.AnnualPlan"),
    ("plan", "plan.Scenario"),
    ("plan", "plan.Line"),
    ("goals", "needs.StrategyGoal"),
    ("requests", "needs.UnitRequest"),
    ("schedule", "plan.Session"),
    ("methods", "plan.MethodDecision"),
    ("methods", "plan.MethodOption"),
    ("methods", "plan.MethodCriterion"),
    ("assessment", "plan.AssessmentStrategy"),
    ("changes", "plan.PlanChange"),
)


def hurdles(frozen: Content) -> list[Hurdle]:
    """What keeps the plan from review, all at once; what may be explained stays listed."""
    if frozen["plan"] is None:
        message = _("No scenario is chosen for the year.")
        remedy = _("Choose the scenario that is to be approved.")
        return [_hurdle("no_plan", message, _("Annual plan of courses"), remedy)]
    return [*_lines(frozen), *_broken(frozen), *_texts(frozen), *_assessments(frozen)]


def _hurdle(
    key: str, message: str, place: str, remedy: str, *, reason_allowed: bool = False
) -> Hurdle:
    code = key.partition(":")[0]
    return Hurdle(key, Problem(code, message, place, remedy), reason_allowed)


def _lines(frozen: Content) -> Iterator[Hurdle]:
    place = f"{frozen['plan']['year']} {frozen['scenario']['name']}"
    if not frozen["lines"]:
        message, remedy = _("The scenario has no line."), _("Let the planner work, or write lines.")
        yield _hurdle("no_line", message, place, remedy)
    for code in frozen["objectives"]:
        message = _("The module says no instructional objective.")
        remedy = _("Write its objectives in a new version of the module.")
        yield _hurdle(f"no_objective:{code}", message, code, remedy)
    undated = [
        row["number"] for row in frozen["lines"] if row["kind"] == "class" and not row["dated"]
    ]
    if undated:
        message = _("%(n)s lines have no session with a date.") % {"n": len(undated)}
        remedy = _("Make the timetable, or say why the dates follow later.")
        yield _hurdle("undated", message, "、".join(undated[:8]), remedy, reason_allowed=True)


def _broken(frozen: Content) -> Iterator[Hurdle]:
    """A plan over budget, over load, without a prerequisite or late for the law is not approved unseen."""
    for at, (code, message, place, remedy) in enumerate(frozen["figures"]["broken"]):
        yield _hurdle(f"broken_{code}:{at}", message, place, remedy, reason_allowed=True)


def _texts(frozen: Content) -> Iterator[Hurdle]:
    texts = (
        ("summary", _("Summary of the plan"), _("Say what the year is to reach and why so.")),
        ("risks", _("Risks and contingency"), _("Say what may go wrong and what is done then.")),
    )
    for key, place, remedy in texts:
        if not frozen["plan"][key].strip():
            message = _("The section is not written yet.")
            yield _hurdle(f"text_missing:{key}", message, place, remedy)


def _assessments(frozen: Content) -> Iterator[Hurdle]:
    lacking = [row["code"] for row in frozen["lines"] if row["code"] not in frozen["assessments"]]
    if lacking:
        message = _("%(n)s courses have no assessment strategy.") % {"n": len(lacking)}
        remedy = _("Say what is assessed, how, when and what is a pass.")
        place = "、".join(lacking[:8])
        yield _hurdle("no_assessment", message, place, remedy, reason_allowed=True)


def amount(frozen: Content) -> int | None:
    """What the lines cost, which decides who may approve the plan."""
    return int(frozen["figures"]["sums"]["cost"]) if frozen["plan"] else None


def come_into_force(frozen: Content, by: Actor, at: datetime) -> None:
    """From now on the lines change by approved changes alone, and the units hear what became of their requests."""
    services.approve_plan(plan_id=frozen["plan"]["id"], by=by, at=at)


def sources(frozen: Content) -> Iterator[Source]:
    """The registers the plan lists whole; its records are in them."""
    yield from (Source(section, kind, EVERY_RECORD) for section, kind in RESTS_ON)


def register() -> None:
    register_output(
        OutputKind(
            output=OUTPUT,
            title=gettext_lazy("Annual training plan"),
            title_en="Annual training plan",
            content=content,
            tree=document_of,
            hurdles=hurdles,
            sources=sources,
            view=VIEW,
            prepare=CHANGE,
            publish=PUBLISH,
            formats=("docx", "html", "pdf", "xlsx"),
            amount=amount,
            come_into_force=come_into_force,
            work_page="plan:planner",
        )
    )
