"""Reading programmes with everything designed in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.modules.types import PublishedModule
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.strategy.programmes import rules
from espalier.cycle.strategy.programmes.models import (
    BloomVerb,
    DesignOption,
    MethodRule,
    Objective,
    OptionCriterion,
    Programme,
    TargetGroup,
)
from espalier.cycle.strategy.programmes.queries import wording
from espalier.cycle.strategy.programmes.types import (
    Criterion,
    Lack,
    ObjectiveCheck,
    ObjectiveText,
    RankedOption,
    Turn,
)
from espalier.kit.audit.kept import Kept
from espalier.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class GroupView:
    """A target group with its headcount on the day and the advice that fits it."""

    group: TargetGroup
    n_people: int
    constraints: tuple[str, ...]
    advice: tuple[MethodRule, ...]

    @property
    def constraint_words(self) -> str:
        return "、".join(wording.constraint_words(each) for each in self.constraints)


@dataclass(frozen=True, slots=True)
class OptionView:
    """A design option with what it lacks, what it costs (whole NT$) and where it ranks."""

    option: DesignOption
    lacks: tuple[Lack, ...]
    total: int
    lines: tuple[tuple[Any, int], ...]
    place: RankedOption

    @property
    def lack_words(self) -> str:
        return "、".join(str(wording.LACKS[lack]) for lack in self.lacks)


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    objective: Objective
    check: ObjectiveCheck
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A module in its place, with its lessons; ``module`` None when it has no version in force."""

    part: Any
    module: PublishedModule | None
    lessons: tuple[Any, ...]

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """One programme with everything designed in it."""

    programme: Programme
    groups: tuple[GroupView, ...]
    options: tuple[OptionView, ...]
    turns: tuple[Turn, ...]
    objectives: tuple[ObjectiveView, ...]
    parts: tuple[PartView, ...]
    assessments: tuple[Any, ...]
    transfer: Mapping[tuple[str, str], Any]
    risks: tuple[Any, ...]

    @property
    def chosen(self) -> OptionView | None:
        return next((each for each in self.options if each.option.is_chosen), None)

    @property
    def activities(self) -> list[Any]:
        return [
            a for part in self.parts for lesson in part.lessons for a in _ordered(lesson.activities)
        ]

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)


def programmes_for_list() -> QuerySet[Programme]:
    """One row a programme, with what it counts."""
    return Programme.objects.annotate(
        n_goals=Count("goals", distinct=True),
        n_needs=Count("needs", distinct=True),
        n_options=Count("options", distinct=True),
        n_objectives=Count("objectives", distinct=True),
    ).order_by("code")


def programme_titles() -> list[tuple[int, str, str]]:
    """Id, code and title of every programme by code. One query."""
    return list(Programme.objects.order_by("code").values_list("pk", "code", "title"))


def goal_ids_by_module() -> dict[int, tuple[int, ...]]:
    """Strategy goals that each module serves by way of its programmes, by module id. One query."""
    found: dict[int, set[int]] = {}
    rows = Programme.objects.filter(goals__isnull=False, modules__isnull=False)
    pairs = rows.order_by("code").values_list("modules__module_id", "goals__pk")
    for module_id, goal_id in pairs:
        found.setdefault(module_id, set()).add(goal_id)
    return {module_id: tuple(sorted(goals)) for module_id, goals in found.items()}


def size_of_risk(likelihood: int, impact: int) -> str:
    """``low``, ``medium`` or ``high``."""
    return rules.risk_class(likelihood, impact)


def programme_or_404(programme_id: int) -> Programme:
    """Raises: NotFound."""
    found = Programme.objects.filter(pk=programme_id).first()
    if found is None:
        raise NotFound
    return found


def option_or_404(option_id: int) -> DesignOption:
    """Raises: NotFound."""
    found = DesignOption.objects.select_related("programme").filter(pk=option_id).first()
    if found is None:
        raise NotFound
    return found


_PARTS = (
    "goals",
    "needs",
    "groups__needs",
    "groups__positions",
    "options__groups",
    "options__needs",
    "options__positions",
    "options__scores__criterion",
    "options__costs",
    "objectives__competencies",
    "objectives__items__standard",
    "objectives__part__module",
    "modules__module",
    "modules__lessons__activities__objectives",
    "assessments__objectives",
    "assessments__lesson",
    "transfer",
    "risk_rows",
)


# A design names needs, goals, posts, modules and items of standards: any act may change one.
_DESIGNS: Kept[list[ProgrammeView]] = Kept(size=16)


def designs(on: date, programme_id: int | None = None) -> list[ProgrammeView]:
    """All programmes, or one, as they stand. The number of queries does not grow with the records."""
    key = (on, programme_id, get_language())
    return list(_DESIGNS.of(key, lambda: _designs(on, programme_id)))


def _designs(on: date, programme_id: int | None) -> list[ProgrammeView]:
    rows = Programme.objects.prefetch_related(*_PARTS).order_by("code")
    if programme_id is not None:
        rows = rows.filter(pk=programme_id)
    holders = positions.holders_on(on)
    published = modules.published_modules()
    told, verbs = criteria(), verb_levels()
    advice = method_rules()
    return [_view(each, holders, published, told, verbs, advice) for each in rows]


def _view(
    programme: Programme,
    holders: Mapping[int, int],
    published: Mapping[int, PublishedModule],
    told: Sequence[OptionCriterion],
    verbs: rules.Verbs,
    advice: Sequence[MethodRule],
) -> ProgrammeView:
    objectives = _ordered(programme.objectives)
    levels = {each.level for each in objectives}
    options, turns = _options(programme, told)
    return ProgrammeView(
        programme=programme,
        groups=tuple(_group(each, holders, levels, advice) for each in _by_code(programme.groups)),
        options=options,
        turns=turns,
        objectives=tuple(objective_view(each, verbs) for each in objectives),
        parts=tuple(
            PartView(each, published.get(each.module_id), tuple(_ordered(each.lessons)))
            for each in sorted(programme.modules.all(), key=lambda row: (row.order, row.pk))
        ),
        assessments=tuple(_ordered(programme.assessments)),
        transfer={(each.when, each.who): each for each in programme.transfer.all()},
        risks=tuple(
            sorted(programme.risk_rows.all(), key=lambda r: (-r.likelihood * r.impact, r.code))
        ),
    )


def _group(
    group: TargetGroup,
    holders: Mapping[int, int],
    levels: Collection[str],
    advice: Sequence[MethodRule],
) -> GroupView:
    n_people = sum(holders.get(each.pk, 0) for each in group.positions.all())
    found = rules.constraints_of(
        shift=group.shift,
        experience=group.experience,
        n_people=n_people,
        n_places=len([p for p in group.place.replace("、", ",").split(",") if p.strip()]),
        has_access_needs=bool(group.access_needs.strip()),
        has_other_language=bool(group.language.strip()),
        has_hazard=group.has_hazard,
    )
    ordered = tuple(value for value in MethodRule.Constraint.values if value in found)
    return GroupView(group, n_people, ordered, tuple(advice_for(advice, found, levels)))


def advice_for(
    advice: Iterable[MethodRule], constraints: Collection[str], levels: Collection[str]
) -> list[MethodRule]:
    """Rules of which every condition they name holds: the level, the constraint, or both."""
    return [
        rule
        for rule in advice
        if (not rule.level or rule.level in levels)
        and (not rule.constraint or rule.constraint in constraints)
    ]


def _options(
    programme: Programme, told: Sequence[OptionCriterion]
) -> tuple[tuple[OptionView, ...], tuple[Turn, ...]]:
    weights = [Criterion(each.code, each.weight) for each in told]
    rows = {each.code: each for each in _by_code(programme.options)}
    scores = {
        code: {score.criterion.code: float(score.score) for score in row.scores.all()}
        for code, row in rows.items()
    }
    places = rules.ranked(scores, weights)
    views = tuple(_option(rows[place.code], place) for place in places)
    return views, tuple(rules.sensitivity(scores, weights))


def _option(option: DesignOption, place: RankedOption) -> OptionView:
    lines = tuple(
        (line, amount(line.quantity, line.unit_amount))
        for line in sorted(option.costs.all(), key=lambda row: row.order)
    )
    lacks = rules.option_lacks(
        n_groups=len(option.groups.all()),
        n_needs=len(option.needs.all()),
        n_posts=len(option.positions.all()),
    )
    return OptionView(option, lacks, sum(cost for _line, cost in lines), lines, place)


def amount(quantity: Decimal, unit_amount: int) -> int:
    """Quantity times price in whole NT$, half a dollar rounded up."""
    return int((quantity * unit_amount + Decimal("0.5")) // 1)


def objective_view(objective: Objective, verbs: rules.Verbs) -> ObjectiveView:
    """An objective with its check in sentences; no query when its links were fetched before."""
    n_items = len(objective.competencies.all()) + len(objective.items.all())
    check = rules.check_objective(
        ObjectiveText(
            objective.audience,
            objective.behaviour,
            objective.condition,
            objective.degree,
            objective.level,
            n_items,
        ),
        verbs,
    )
    return ObjectiveView(objective, check, tuple(wording.sentences(check)))


def criteria() -> list[OptionCriterion]:
    """The criteria of options in their order. One query."""
    return list(OptionCriterion.objects.order_by("order", "code"))


def verb_levels() -> dict[str, dict[str, frozenset[str]]]:
    """Language → verb → the levels it stands for. One query."""
    found: dict[str, dict[str, frozenset[str]]] = {"zh": {}, "en": {}}
    for language, verb, level in BloomVerb.objects.values_list("language", "verb", "level"):
        known = found[language]
        known[verb] = known.get(verb, frozenset()) | {level}
    return found


def method_rules() -> list[MethodRule]:
    """The table of advice in its order. One query."""
    return list(MethodRule.objects.order_by("order", "code"))


def criteria_for_list() -> QuerySet[OptionCriterion]:
    return OptionCriterion.objects.order_by("order", "code")


def method_rules_for_list() -> QuerySet[MethodRule]:
    return MethodRule.objects.order_by("order", "code")


def verbs_for_list() -> QuerySet[BloomVerb]:
    return BloomVerb.objects.order_by("language", "level", "verb")


def _ordered(manager: Any) -> list[Any]:
    return sorted(manager.all(), key=lambda row: (row.order, row.code))


def _by_code(manager: Any) -> list[Any]:
    return sorted(manager.all(), key=lambda row: row.code)


def incomplete_options() -> list[tuple[DesignOption, tuple[Lack, ...]]]:
    """Options without group, need or post. Four queries."""
    rows = DesignOption.objects.prefetch_related("groups", "needs", "positions").order_by("code")
    found = [(row, _option_lacks(row)) for row in rows]
    return [(row, lacks) for row, lacks in found if lacks]


def _option_lacks(row: DesignOption) -> tuple[Lack, ...]:
    return rules.option_lacks(
        n_groups=len(row.groups.all()),
        n_needs=len(row.needs.all()),
        n_posts=len(row.positions.all()),
    )


def few_options() -> list[Programme]:
    """Programmes with fewer than two options. One query."""
    rows = Programme.objects.annotate(n=Count("options")).filter(n__lt=2)
    return list(rows.order_by("code"))


def objectives_without(relation: str) -> list[Objective]:
    """Objectives no activity or no assessment names. One query."""
    rows = Objective.objects.filter(**{relation: None}).select_related("programme")
    return list(rows.order_by("code"))


def programmes_without_goal() -> list[Programme]:
    """One query."""
    return list(Programme.objects.filter(goals=None).order_by("code"))
