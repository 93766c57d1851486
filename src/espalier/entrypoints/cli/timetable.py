"""``espalier plan replan``: mend the dates of a plan after something happened."""

from datetime import date, datetime
from typing import Any

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

DAY = ["%Y-%m-%d"]


def replan(
    absent: str = typer.Option(..., "--absent", help="code of the instructor"),
    first: datetime = typer.Option(..., "--from", formats=DAY, help="first day away"),
    last: datetime = typer.Option(..., "--to", formats=DAY, help="last day away"),
    scenario: str = typer.Option("", "--scenario", help="its name; the chosen or only one without"),
    time_limit: int = typer.Option(30, "--time-limit", min=1, help="seconds"),
    apply: bool = typer.Option(False, "--apply", help="take the new dates over"),
    json: bool = typer.Option(False, "--json", help="progress goes to stderr"),
) -> None:
    """Move as little as can be while an instructor is away. Exit 1 when no plan keeps the rules."""
    make_ready()
    from django.utils import timezone, translation

    from espalier.cycle.plan.annual_plan.queries import scenario_named
    from espalier.cycle.plan.timetable import services
    from espalier.cycle.plan.timetable.types import EventContent, EventKind
    from espalier.kit.accounts.types import Actor

    by = Actor.system("plan-replan")
    event = EventContent(EventKind.ABSENT, absent, first.date(), last.date())
    with answering(), translation.override("zh-hant"):
        found = scenario_named(first.year, scenario)
        run = services.start_replan(
            scenario_id=found.pk,
            events=[event],
            seconds=time_limit,
            in_background=False,
            by=by,
            at=timezone.now(),
        )
        run = services.solve_timetable_run(run_id=run.pk, report=_say, by=by, at=timezone.now())
        if apply and run.is_verified:
            run = services.apply_timetable(run_id=run.pk, by=by, at=timezone.now())
    told = _told(run, event.first, event.last)
    if json:
        print_json(told)
    else:
        _print(told)
    raise typer.Exit(Exit.DONE if run.is_verified else Exit.REFUSED)


def _told(run: Any, first: date | None, last: date | None) -> dict[str, object]:
    """The answer as data; ``docs/cli/plan-replan.schema.json`` describes it."""
    return {
        "scenario": run.scenario.name,
        "from": first,
        "to": last,
        "status": run.status,
        "is_verified": run.is_verified,
        "is_applied": run.is_applied,
        "is_minimal": run.answer.get("is_minimal", False),
        "change_cost": run.answer.get("change_cost"),
        "change_bound": run.answer.get("change_bound"),
        "people_told_again": sum(each["people"] for each in run.answer.get("changes", ())),
        "changes": [
            {name: each[name] for name in ("session", "kinds", "people", "before", "after")}
            for each in run.answer.get("changes", ())
        ],
        "problems": run.problem_text.splitlines(),
    }


def _print(told: dict[str, Any]) -> None:
    for each in told["changes"]:
        before, after = (_where(each[side]) for side in ("before", "after"))
        typer.echo(f"{each['session']}\t{','.join(each['kinds'])}\t{before}\t{after}")
    for problem in told["problems"]:
        typer.echo(problem, err=True)
    typer.echo(f"{told['status']}: {len(told['changes'])} sessions", err=True)


def _where(given: dict[str, Any] | None) -> str:
    if given is None:
        return "-"
    return " ".join([",".join(given["slots"]), *given["instructors"], given["room"]]).strip()


def _say(share: float, step: str = "") -> None:
    typer.echo(f"[{share:4.0%}] {step}", err=True)
