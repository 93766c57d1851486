"""The thread through programmes: goal and need → programme → option, objective → activity, assessment."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.strategy_goals.queries import strategy_goals
from espalier.cycle.needs.strategy_goals.types import GoalState
from espalier.cycle.strategy.programmes import queries
from espalier.cycle.strategy.programmes.imports.design import (
    ACTIVITIES,
    ASSESSED,
    OBJECTIVES,
    RISKS,
    TRANSFER,
)
from espalier.cycle.strategy.programmes.imports.guidance import RULES
from espalier.cycle.strategy.programmes.imports.options import CRITERIA, OPTIONS
from espalier.cycle.strategy.programmes.imports.programmes import (
    GROUPS,
    LESSONS,
    MODULES,
    PROGRAMMES,
)
from espalier.cycle.strategy.programmes.models import (
    Activity,
    Assessment,
    DesignOption,
    Lesson,
    Objective,
    Programme,
    ProgrammeModule,
    ProgrammeRisk,
    TargetGroup,
    TransferStep,
)
from espalier.cycle.strategy.programmes.queries.wording import LACKS
from espalier.kit.registers.thread import broken, node_of
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, Edge

ROOM = "espalier.cycle.strategy.programmes"

NEED, GOAL, COMPETENCY = "needs.Need", "needs.StrategyGoal", "standards.Competency"
VERSION, ITEM = "learning_map.ModuleVersion", "standards.Item"
Pairs = Iterable[tuple[str, str]]


def register_thread() -> None:
    for register in (
        PROGRAMMES, MODULES, LESSONS, GROUPS, CRITERIA, OPTIONS,
        OBJECTIVES, ACTIVITIES, ASSESSED, TRANSFER, RISKS, RULES,
    ):  # fmt: skip
        node_of(register, ROOM)
    for each in (*_from_before(), *_inside()):
        registry.register_edge(each)
    fulfils(OPTIONS.node, {"P2.2.2": lambda: DesignOption.objects.values_list("pk", flat=True)})
    fulfils(OBJECTIVES.node, {"P2.2.3": lambda: Objective.objects.values_list("pk", flat=True)})
    for code, title, find in (
        ("option_incomplete", _("Design options without group, need or post"), incomplete),
        ("few_options", _("Programmes with fewer than two options"), few_options),
        ("objective_without_activity", _("Objectives without an activity"), without_activity),
        ("objective_without_assessment", _("Objectives without an assessment"), without_assessment),
        ("programme_without_goal", _("Programmes without a strategy goal"), without_goal),
        ("goal_without_programme", _("Strategy goals no programme serves"), unserved),
    ):
        registry.register_check(Check(f"strategy.{code}", title, find))


def _from_before() -> list[Edge]:
    """What programmes rest on in earlier stages."""
    through = Programme.needs.through.objects.all()
    goals = Programme.goals.through.objects.all()
    options = DesignOption.needs.through.objects.all()
    groups = TargetGroup.needs.through.objects.all()
    raised = Objective.competencies.through.objects.all()
    items = Objective.items.through.objects.all()
    serves, meets = _("the programme serves the goal"), _("the programme meets the need")
    return [
        edge(GOAL, PROGRAMMES.node, serves, goals, "strategygoal_id", "programme_id"),
        edge(NEED, PROGRAMMES.node, meets, through, "need_id", "programme_id"),
        edge(NEED, OPTIONS.node, _("the option names the need"), options,
             "need_id", "designoption_id"),
        edge(NEED, GROUPS.node, _("the group has the need"), groups, "need_id", "targetgroup_id"),
        edge(COMPETENCY, OBJECTIVES.node, _("the objective raises the competency"), raised,
             "competency_id", "objective_id"),
        edge(ITEM, OBJECTIVES.node, _("the objective answers the indicator"), items,
             "item_id", "objective_id"),
        Edge(VERSION, PROGRAMMES.node, _("the programme contains the module"), _down, _up),
    ]  # fmt: skip


def _down(ids: Sequence[str]) -> Pairs:
    rows = ProgrammeModule.objects.filter(module__versions__pk__in=list(ids)).order_by("pk")
    pairs = rows.values_list("module__versions__pk", "programme_id")
    return [(str(a), str(b)) for a, b in pairs]


def _up(ids: Sequence[str]) -> Pairs:
    rows = ProgrammeModule.objects.filter(
        programme_id__in=list(ids), module__versions__state="published"
    ).order_by("pk")
    pairs = rows.values_list("programme_id", "module__versions__pk")
    return [(str(a), str(b)) for a, b in pairs]


def _inside() -> list[Edge]:
    """From a programme to everything designed in it."""
    part = _("part of the programme")
    named = Activity.objectives.through.objects.all()
    assessed = Assessment.objectives.through.objects.all()
    whom = DesignOption.groups.through.objects.all()
    of_programme = (
        (GROUPS, TargetGroup), (OPTIONS, DesignOption), (OBJECTIVES, Objective),
        (MODULES, ProgrammeModule), (TRANSFER, TransferStep), (RISKS, ProgrammeRisk),
    )  # fmt: skip
    return [
        *(
            edge(PROGRAMMES.node, register.node, part, model.objects.all(), "programme_id", "pk")
            for register, model in of_programme
        ),
        edge(MODULES.node, LESSONS.node, _("lesson of the module"), Lesson.objects.all(),
             "part_id", "pk"),
        edge(LESSONS.node, ACTIVITIES.node, _("activity of the lesson"), Activity.objects.all(),
             "lesson_id", "pk"),
        edge(GROUPS.node, OPTIONS.node, _("the option is for the group"), whom,
             "targetgroup_id", "designoption_id"),
        edge(OBJECTIVES.node, ACTIVITIES.node, _("the activity works towards the objective"),
             named, "objective_id", "activity_id"),
        edge(OBJECTIVES.node, ASSESSED.node, _("the assessment shows the objective"),
             assessed, "objective_id", "assessment_id"),
    ]  # fmt: skip


def incomplete() -> Iterable[Break]:
    """Four queries."""
    for row, lacks in queries.incomplete_options():
        message = _now("The option %(lack)s.") % {"lack": "、".join(str(LACKS[x]) for x in lacks)}
        remedy = _("Name its target groups, needs and positions.")
        url = reverse("strategy:record", args=[OPTIONS.kind, row.pk])
        yield broken("strategy.option_incomplete", OPTIONS, row, message, remedy, url)


def few_options() -> Iterable[Break]:
    """One query."""
    message = _("There are not two options to choose from.")
    remedy = _("Write another option, so that there is something to choose from.")
    for row in queries.few_options():
        url = reverse("strategy:record_new", args=[OPTIONS.kind]) + f"?programme={row.code}"
        yield broken("strategy.few_options", PROGRAMMES, row, message, remedy, url)


def without_activity() -> Iterable[Break]:
    """One query."""
    message, remedy = _("No activity works towards it."), _("Plan an activity that names it.")
    for row in queries.objectives_without("activities"):
        yield broken("strategy.objective_without_activity", OBJECTIVES, row, message, remedy)


def without_assessment() -> Iterable[Break]:
    """One query."""
    message, remedy = _("No assessment shows it."), _("Plan an assessment that names it.")
    for row in queries.objectives_without("assessments"):
        yield broken("strategy.objective_without_assessment", OBJECTIVES, row, message, remedy)


def without_goal() -> Iterable[Break]:
    """One query."""
    message = _("It serves no strategy goal.")
    remedy = _("Name the goals it serves, or end it.")
    for row in queries.programmes_without_goal():
        url = reverse("strategy:record", args=[PROGRAMMES.kind, row.pk])
        yield broken("strategy.programme_without_goal", PROGRAMMES, row, message, remedy, url)


def unserved() -> Iterable[Break]:
    """Four queries; only confirmed goals wait for a programme."""
    served = set(Programme.goals.through.objects.values_list("strategygoal_id", flat=True))
    for row in strategy_goals(GoalState.CONFIRMED):
        if row.id in served:
            continue
        page = reverse("strategy:programmes")
        yield Break(
            check="strategy.goal_without_programme",
            kind=GOAL,
            id=str(row.id),
            label=f"{row.code} {row.text}",
            url=page,
            message=_("No programme serves it."),
            remedy=_("Write a programme that serves it, or link one."),
            remedy_url=page,
        )
