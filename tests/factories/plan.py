"""A company of a few dozen people with gaps, modules and offers, and plans for it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from espalier.cycle.people.employees.services import hire
from espalier.cycle.people.evidence import services as evidence
from espalier.cycle.people.evidence.types import NewRating
from espalier.cycle.plan.annual_plan import services
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Scenario
from espalier.cycle.plan.annual_plan.types import LineContent, ScenarioContent
from espalier.cycle.plan.offers.models import Offer
from espalier.kit.accounts.types import Actor
from tests.factories import learning_map as make

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
BY = Actor.system("test")
YEAR = 2027


@dataclass
class PlanCompany:
    """``make.company`` with more welders, three competencies and four modules, three of which have an offer."""

    base: make.Company
    people: list[Any] = field(default_factory=list)
    competencies: dict[str, Any] = field(default_factory=dict)
    modules: dict[str, Any] = field(default_factory=dict)


def offer(module: Any, **changes: Any) -> Offer:
    fields = {"seats_min": 2, "seats_max": 6, "session_cost": 20_000, "head_cost": 500}
    return Offer.objects.create(module=module, updated_at=AT, **(fields | changes))


def company(n: int = 10) -> PlanCompany:
    """Everybody lacks level 2 of S1, every second one of S2, every third one of S3."""
    found = PlanCompany(make.company())
    base = found.base
    found.people = [base.ann, base.bob]
    for i in range(3, n + 1):
        unit = base.north if i % 2 else base.south
        fields = {"sex": "F", "category": "operative", "hired_on": date(2024, 3, 1)}
        found.people.append(
            hire(
                number=f"{i:04d}",
                name=f"員工{i}",
                unit_id=unit.pk,
                position_id=base.welder.pk,
                by=BY,
                at=AT,
                **fields,
            )
        )
    for code in ("S1", "S2", "S3"):
        found.competencies[code] = make.competency(code)
        make.requirement(base.welder, found.competencies[code], 3)
    ratings = [
        NewRating(
            person.pk,
            found.competencies[code].pk,
            "supervisor",
            1 if i % each == 0 else 3,
            date(2026, 10, 1),
        )
        for each, code in enumerate(("S1", "S2", "S3"), start=1)
        for i, person in enumerate(found.people)
    ]
    evidence.record_ratings(ratings=ratings, origin="", by=BY, at=AT)
    for code, raises in {
        "M1": {"S1": 3},
        "M2": {"S2": 3},
        "M3": {"S3": 3},
        "M4": {"S3": 3},
    }.items():
        found.modules[code] = make.published(code, raises=raises).module
    for code in ("M1", "M2", "M3"):
        offer(found.modules[code])
    return found


def plan(year: int = YEAR) -> AnnualPlan:
    return services.create_plan(year=year, title=f"{year} 年度訓練計畫", by=BY, at=AT)


def scenario(of: AnnualPlan | None = None, **changes: Any) -> Scenario:
    of = of or plan()
    fields = {"name": "提案一", "budget": 100_000, "gaps_on": date(of.year, 12, 31)}
    content = ScenarioContent(**(fields | changes))
    return services.create_scenario(plan_id=of.pk, content=content, by=BY, at=AT)


def content(**changes: Any) -> LineContent:
    fields: dict[str, Any] = {"category": "competency", "sessions": 1, "minutes": 180}
    fields |= {"session_cost": 20_000, "head_cost": 500, "reason": "主管決定"}
    return LineContent(**(fields | changes))


def nothing(share: float, step: str = "") -> None:
    """Progress nobody looks at."""


def solved(of: Scenario, **changes: Any) -> Any:
    """Let the planner work on a scenario in this very process, as its job does."""
    run = services.start_run(scenario_id=of.pk, by=BY, at=AT, **changes)
    run.refresh_from_db()
    return run
