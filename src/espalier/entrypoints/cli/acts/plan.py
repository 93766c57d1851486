"""T2.3 as the example company plays it: begin the plan of 2027, let the planner work, choose the scenario."""

from collections.abc import Iterator
from datetime import date

from espalier.entrypoints.cli.acts.company import Company, Done

YEAR, BUDGET = 2027, 700_000
TITLE, TITLE_EN = "2027 年度學習策略計畫", "Annual learning-strategy plan 2027"
WORK, SECONDS = 30, 120  # counted work, so that everybody who loads the example gets the same plan


def play(company: Company) -> Iterator[Done]:
    """Nothing is done again where the plan of the year is there."""
    from espalier.cycle.plan.annual_plan import queries, services
    from espalier.cycle.plan.annual_plan.types import ScenarioContent

    if queries.plan_of_year(YEAR) is not None:
        yield Done("annual plan", "already planned", changed=False)
        return
    by, at = company.actor("manager"), company.at
    plan = services.create_plan(year=YEAR, title=TITLE, title_en=TITLE_EN, by=by, at=at)
    content = ScenarioContent(name="提案一", budget=BUDGET, gaps_on=date(YEAR, 12, 31))
    scenario = services.create_scenario(plan_id=plan.pk, content=content, by=by, at=at)
    run = services.start_run(
        scenario_id=scenario.pk, seconds=SECONDS, work=WORK, in_background=False, by=by, at=at
    )
    run = services.solve_run(run_id=run.pk, report=_unheard, by=by, at=at)
    yield Done("annual plan", f"{run.status}, {run.objective} of at most {run.bound}", changed=True)
    if run.is_applied:
        services.choose_scenario(scenario_id=scenario.pk, by=by, at=at)
        yield Done("annual plan", "scenario chosen", changed=True)


def _unheard(share: float, step: str = "") -> None:
    """Nobody watches: the load says itself what it does."""
