"""``espalier engine``: the engines on files, without an installation: no database, no settings.

Exit codes: 0 an answer (also one that only says that nothing fulfils the rules), 1 the problem is refused or the
answer did not pass its check, 2 the file cannot be read.
"""

import json as json_library
from pathlib import Path
from typing import Any

import typer

from espalier.entrypoints.cli.door import Exit, print_json
from espalier.entrypoints.cli.statistics import statistics

app = typer.Typer(no_args_is_help=True)


@app.callback()
def engine() -> None:
    """Keep each engine a sub-command."""


app.command()(statistics)


@app.command()
def select(
    problem: Path = typer.Argument(..., help="a selection problem, schema espalier-selection/1"),
    time_limit: float = typer.Option(60.0, "--time-limit", min=0.1, help="seconds"),
    work_limit: int = typer.Option(
        None, "--work-limit", min=1, help="stop after so much work: the same answer on any machine"
    ),
    seed: int = typer.Option(0, "--seed"),
    give: int = typer.Option(
        10, "--give", min=0, max=1000, help="thousandths of the gap given up for fairness"
    ),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Choose who attends which module, and say how far from the best possible that may be."""
    from espalier.engines.planner.check import check_selection
    from espalier.engines.planner.reading import problem_from_json
    from espalier.engines.planner.refusals import ProblemRefused, refuse
    from espalier.engines.planner.selection import select as select_modules
    from espalier.engines.planner.writing import selection_to_json

    try:
        stated = problem_from_json(_read_json(problem))
        for warning in refuse(stated):
            typer.echo(str(warning), err=True)
    except ProblemRefused as refusal:
        for each in refusal.problems:
            typer.echo(str(each), err=True)
        raise typer.Exit(Exit.REFUSED) from refusal
    selection = select_modules(
        stated,
        seed=seed,
        work_limit=work_limit,
        wall_limit=time_limit,
        give_permille=give,
        on_progress=_tell_progress,
    )
    broken = check_selection(stated, selection)
    told = selection_to_json(stated, selection)
    told["broken"] = [{"rule": each.rule, "place": list(each.place)} for each in broken]
    if json:
        print_json(told)
    else:
        _print_plan(told)
    if broken:
        raise typer.Exit(Exit.REFUSED)


@app.command()
def timetable(
    file: Path = typer.Argument(
        ...,
        help="a timetable problem, schema espalier-timetable/1, or PSPLIB .sm, or ITC-2007 .ctt",
    ),
    time_limit: float = typer.Option(60.0, "--time-limit", min=0.1, help="seconds"),
    seed: int = typer.Option(0, "--seed"),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Date every session with its instructors and rooms, or say which rules are in each other's way."""
    from espalier.engines.planner.published import FORMATS
    from espalier.engines.planner.timetable.faults import BadTimetable

    suffix = file.suffix.lower()
    try:
        if suffix in FORMATS:
            told = _published(file, suffix, seed, time_limit)
        else:
            told = _timetable(_read_json(file), seed, time_limit)
    except BadTimetable as refusal:
        for fault in refusal.faults:
            facts = ", ".join(f"{name} {value}" for name, value in fault.facts.items())
            where = " ".join(part for part in (fault.place, fault.name) if part)
            typer.echo(f"{where}: {fault.reason} ({facts}); {fault.remedy}", err=True)
        raise typer.Exit(Exit.REFUSED) from refusal
    if json:
        print_json(told)
    else:
        for name in ("status", "objective", "bound", "broken"):
            typer.echo(f"{name}\t{told[name]}")
    if told["broken"] or told["status"] == "refused":
        raise typer.Exit(Exit.REFUSED)


def _published(path: Path, suffix: str, seed: int, seconds: float) -> dict[str, Any]:
    from espalier.engines.planner.published import Instance, answer_instance

    text = _read_text(path)
    return answer_instance(Instance(text, suffix, seed, seconds), on_progress=_tell_progress)


def _timetable(payload: Any, seed: int, seconds: float) -> dict[str, Any]:
    from espalier.engines.planner.timetable.check import check_plan
    from espalier.engines.planner.timetable.codec import problem_from_json
    from espalier.engines.planner.timetable.tasks import Answer, Work, run_work

    problem = problem_from_json(payload)
    work = Work(problem, seed=seed, wall_limit=seconds)
    outcome = run_work(work, on_progress=_tell_progress)
    if not isinstance(outcome.answer, Answer):
        # A killed run leaves the last plan it kept, if any.
        plan = outcome.answer or ()
        told: dict[str, Any] = {
            **dict.fromkeys(("objective", "bound", "gap", "certificate")),
            "status": "unknown",
            "assignment": plan,
        }
        told["broken"] = len(check_plan(problem, plan).broken) if plan else 0
        return {**told, "conflict": None, "detail": outcome.detail}
    found = outcome.answer.timetable
    broken = len(check_plan(problem, found.assignments).broken) if found.has_plan else 0
    return {
        **found.as_json(),
        "broken": broken,
        "conflict": outcome.answer.conflict,
        "detail": outcome.detail,
    }


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"{path}: {error}", err=True)
        raise typer.Exit(Exit.UNREADABLE) from error


def _read_json(path: Path) -> Any:
    text = _read_text(path)
    try:
        return json_library.loads(text)
    except ValueError as error:
        typer.echo(f"{path}: {error}", err=True)
        raise typer.Exit(Exit.UNREADABLE) from error


def _tell_progress(progress: Any) -> None:
    """One line on standard error, so that standard output stays the answer alone."""
    known = (("incumbent", progress.incumbent), ("bound", progress.bound))
    values = "  ".join(f"{name} {value:,.0f}" for name, value in known if value is not None)
    typer.echo(f"{progress.seconds:8.1f} s  {progress.stage}  {values}", err=True)


def _print_plan(told: dict[str, Any]) -> None:
    typer.echo(f"status\t{told['status']}")
    if told["worth"]:
        for name, value in told["worth"].items():
            typer.echo(f"{name}\t{value}")
    if told["gap"] is not None:
        typer.echo(f"within\t{100 * told['gap']:.2f} % of the best possible, proven by prices")
    if told["claimed_gap"] is not None:
        typer.echo(f"within\t{100 * told['claimed_gap']:.2f} % by the solver's own proof")
    for line in (told["assignment"] or {"modules": []})["modules"]:
        typer.echo(f"{line['module']}\t{line['sessions']}\t{len(line['people'])}")
