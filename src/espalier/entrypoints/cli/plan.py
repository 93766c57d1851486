"""``espalier plan``: the annual plan from the command line: solve, explain, frontier, check."""

from typing import Any

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

app = typer.Typer(no_args_is_help=True)
YEAR = typer.Option(..., "--year", help="the year of the plan")
SCENARIO = typer.Option("", "--scenario", help="its name; the chosen or only one without")
JSON = typer.Option(False, "--json", help="progress goes to stderr")


@app.callback()
def plan() -> None:
    """年度計畫 The annual plan."""


@app.command()
def solve(
    year: int = YEAR,
    budget: int = typer.Option(..., "--budget", min=1, help="whole NT$"),
    scenario: str = SCENARIO,
    time_limit: int = typer.Option(60, "--time-limit", min=1, help="seconds"),
    seed: int = typer.Option(0, "--seed", min=0),
    json: bool = JSON,
) -> None:
    """Find the best plan within a budget; make plan and scenario where they are missing. Exit 1 without a plan."""
    make_ready()
    from django.utils import timezone, translation

    from espalier.cycle.plan.annual_plan import services
    from espalier.kit.accounts.types import Actor

    by = Actor.system("plan-solve")
    with answering(), translation.override("zh-hant"):
        found = _with_budget(year, scenario, budget, by)
        run = services.start_run(
            scenario_id=found.pk,
            seconds=time_limit,
            seed=seed,
            in_background=False,
            by=by,
            at=timezone.now(),
        )
        run = services.solve_run(run_id=run.pk, report=_say, by=by, at=timezone.now())
        told = _told(run)
    if json:
        print_json(told)
    else:
        _print_run(told)
    raise typer.Exit(
        Exit.DONE if told["is_applied"] and not told["legal_missing"] else Exit.REFUSED
    )


@app.command()
def frontier(year: int = YEAR, scenario: str = SCENARIO, json: bool = JSON) -> None:
    """What a dozen budgets close, each with its proven ceiling. Exit 1 where no budget has a plan."""
    make_ready()
    from django.utils import timezone, translation

    from espalier.cycle.plan.annual_plan import queries, services
    from espalier.kit.accounts.types import Actor

    by = Actor.system("plan-frontier")
    with answering(), translation.override("zh-hant"):
        found = queries.scenario_named(year, scenario)
        run = services.start_run(
            scenario_id=found.pk, kind="frontier", in_background=False, by=by, at=timezone.now()
        )
        run = services.frontier_run(run_id=run.pk, report=_say, by=by, at=timezone.now())
    points = run.answer.get("points", [])
    if json:
        keys = ("points", "dots", "next", "weight_total")
        told = {key: run.answer.get(key) for key in keys}
        print_json({"year": year, "scenario": found.name, **told})
    else:
        for point in points:
            typer.echo(f"{point['budget']}\t{point['closed']}\t{point['bound']}\t{point['status']}")
    raise typer.Exit(Exit.DONE if run.is_verified else Exit.REFUSED)


@app.command()
def explain(
    year: int = YEAR,
    scenario: str = SCENARIO,
    module: str = typer.Option("", "--module", help="only the module of this code"),
    json: bool = JSON,
) -> None:
    """Why each line is in the plan, and what keeps each other module out."""
    make_ready()
    from django.utils import translation

    from espalier.cycle.plan.annual_plan import queries
    from espalier.cycle.plan.annual_plan.queries import looking

    with answering(), translation.override("zh-hant"):
        found = queries.scenario_named(year, scenario)
        lines = [looking.why(found, line.module_id) for line in queries.lines(found.pk)]
        told = [_why(each) for each in (*lines, *looking.left_out(found))]
    told = [each for each in told if not module or each["module"] == module]
    if json:
        print_json({"year": year, "scenario": found.name, "modules": told})
    else:
        for each in told:
            mark = "+" if each["is_in"] else "-"
            typer.echo(f"{mark} {each['module']} {each['title']}: {'；'.join(each['reasons'])}")
    raise typer.Exit(Exit.DONE if told else Exit.REFUSED)


@app.command()
def check(
    year: int = typer.Option(None, "--year", help="one year; every plan without"),
    json: bool = JSON,
) -> None:
    """Check each year's chosen scenario against today's records, without the planner. Exit 1 when one is broken."""
    make_ready()
    from django.utils import timezone, translation

    from espalier.cycle.plan.annual_plan.queries import looking

    with answering(), translation.override("zh-hant"):
        found = [
            (scenario, standing)
            for scenario, standing in looking.chosen_scenarios(timezone.localdate())
            if year is None or scenario.plan.year == year
        ]
    told: list[dict[str, Any]] = [
        {
            "year": scenario.plan.year,
            "scenario": scenario.name,
            "gaps_closed": standing.gaps_closed,
            "weight_of_gaps": standing.weight_gaps,
            "problems": [
                {"rule": each.code, "place": str(each.place), "message": str(each.message)}
                for each in standing.problems
            ],
            "more": standing.n_more,
        }
        for scenario, standing in found
    ]
    if json:
        print_json(told)
    else:
        for each in told:
            for problem in each["problems"]:
                typer.echo(f"{each['year']} {problem['place']}: {problem['message']}", err=True)
            typer.echo(f"{each['year']} {each['scenario']}: {len(each['problems'])} problems")
    raise typer.Exit(Exit.REFUSED if any(each["problems"] for each in told) else Exit.DONE)


def _say(share: float, step: str = "") -> None:
    typer.echo(f"[{share:4.0%}] {step}", err=True)


def _with_budget(year: int, name: str, budget: int, by: Any) -> Any:
    """The scenario with this budget, made where it is missing."""
    from datetime import date

    from django.utils import timezone

    from espalier.cycle.plan.annual_plan import queries, services
    from espalier.cycle.plan.annual_plan.types import Limit, ScenarioContent
    from espalier.kit.errors import NotFound

    at = timezone.now()
    found = queries.plan_of_year(year)
    if found is None:
        found = services.create_plan(year=year, title=f"{year} 年度學習策略計畫", by=by, at=at)
    try:
        scenario = queries.scenario_named(year, name)
    except NotFound:
        if not name and queries.scenarios(found.pk).exists():
            raise
        content = ScenarioContent(name=name or "提案一", budget=budget, gaps_on=date(year, 12, 31))
        return services.create_scenario(plan_id=found.pk, content=content, by=by, at=at)
    return services.relax_limit(
        scenario_id=scenario.pk, limit=Limit.BUDGET, value=budget, by=by, at=at
    )


def _told(run: Any) -> dict[str, Any]:
    worth = run.answer.get("worth") or {}
    return {
        "year": run.scenario.plan.year,
        "scenario": run.scenario.name,
        "status": run.status,
        "is_verified": run.is_verified,
        "is_applied": run.is_applied,
        "objective": run.objective,
        "bound": run.bound,
        "gap": run.gap_share,
        "cost": worth.get("cost_minor"),
        "legal_missing": worth.get("legal_missing"),
        "weight_total": run.answer.get("weight_total"),
        "data_sha256": run.problem_sha256,
        "seed": run.seed,
        "versions": run.versions,
        "problems": run.problem_text.splitlines(),
    }


def _print_run(told: dict[str, Any]) -> None:
    typer.echo(f"{told['year']} {told['scenario']}: {told['status']}")
    for problem in told["problems"]:
        typer.echo(f"  {problem}", err=True)
    if told["objective"] is not None:
        typer.echo(
            f"closed {told['objective']} of {told['weight_total']}, at most {told['bound']} possible; "
            f"NT${told['cost']:,}"
        )


def _why(found: Any) -> dict[str, Any]:
    return {
        "module": found.code,
        "title": found.title,
        "is_in": found.line is not None,
        "reasons": list(found.sentences),
        "price": None if found.price is None else dict(found.price),
        "would_bring_it_in": list(found.changes),
    }
