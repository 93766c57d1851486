"""``espalier import``: bring in the organisation's files, one or a whole folder in the right order."""

import re
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

if TYPE_CHECKING:
    from espalier.kit.accounts.types import Actor
    from espalier.kit.imports.models import ImportRun

app = typer.Typer(no_args_is_help=True)
SUFFIXES = (".xlsx", ".xls", ".csv", ".tsv", ".txt")
_NAMED = re.compile(r"(?:\d+[_-])?(?P<kind>[a-z_]+)")


@dataclass
class Loaded:
    """What became of one file; ``outcome`` is applied, planned, unchanged, refused or unreadable."""

    file: str
    kind: str
    outcome: str
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@app.callback()
def imports() -> None:
    """匯入組織資料 Bring in the organisation's files."""


@app.command(name="list")
def list_kinds(json: bool = typer.Option(False, "--json")) -> None:
    """The kinds of files there are, in the order they are taken in."""
    make_ready()
    from espalier.kit.imports.registry import all_specs

    kinds = [
        {
            "kind": spec.kind,
            "order": spec.order,
            "title": str(spec.title),
            "columns": [
                {"key": column.key, "label": column.label, "required": column.required}
                for column in spec.columns
            ],
        }
        for spec in all_specs()
    ]
    if json:
        print_json(kinds)
        return
    for kind in kinds:
        typer.echo(f"{kind['order']:>3}  {kind['kind']}\t{kind['title']}")


@app.command()
def load(
    path: Path = typer.Argument(..., help="a file, or a folder of <order>_<kind>.xlsx|csv"),
    kind: str | None = typer.Option(None, "--kind", help="needed when the name does not tell"),
    apply: bool = typer.Option(False, "--apply", help="write; without this only the plan is made"),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Plan the import of a file or folder, and apply it. Exit 1 with refused rows, 2 when unreadable.

    After a file with refused rows no other is taken, since it may rest on it. Without --apply everything is
    written in one transaction and rolled back, so that the files of a folder are seen one after the other.
    """
    make_ready()
    files = _files(path, kind)
    with answering():
        done = _load_all(files, apply=apply, say=not json)
    if json:
        print_json([asdict(each) for each in done])
    outcomes = {each.outcome for each in done}
    code = Exit.REFUSED if "refused" in outcomes else Exit.DONE
    raise typer.Exit(Exit.UNREADABLE if "unreadable" in outcomes else code)


def _load_all(files: list[tuple[Path, str]], *, apply: bool, say: bool) -> list[Loaded]:
    """Take the files in order until one is refused; a rehearsal leaves no trace in the records."""
    from django.db import transaction

    done = []
    with nullcontext() if apply else transaction.atomic():
        for file, kind in files:
            loaded = _load_file(file, kind)
            if not apply and loaded.outcome == "applied":
                loaded.outcome = "planned"
            done.append(loaded)
            if say:
                _say(loaded)
            if loaded.outcome in {"refused", "unreadable"}:
                break
        if not apply:
            transaction.set_rollback(True)
    return done


def _files(path: Path, kind: str | None) -> list[tuple[Path, str]]:
    """The files with their kinds, in the order of the kinds. Ends the program when one has no kind."""
    from espalier.kit.imports.registry import all_specs

    order = {spec.kind: spec.order for spec in all_specs()}
    if not path.exists():
        _end(f"{path}: no such file or folder")
    inside = path.iterdir() if path.is_dir() else [path]
    names = sorted(file for file in inside if file == path or file.suffix.lower() in SUFFIXES)
    if not names:
        _end(f"{path}: no {', '.join(SUFFIXES)} files here")
    found = [(file, kind or _kind_of(file)) for file in names]
    unknown = [f"{file.name}: unknown kind {name!r}" for file, name in found if name not in order]
    if unknown:
        _end("\n".join([*unknown, f"known kinds: {', '.join(order)}; or say --kind"]))
    return sorted(found, key=lambda pair: (order[pair[1]], pair[0].name))


def _kind_of(file: Path) -> str:
    match = _NAMED.fullmatch(file.stem.lower())
    return match["kind"] if match else ""


def _end(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(Exit.UNREADABLE)


def _load_file(file: Path, kind: str) -> Loaded:
    """Start, plan and apply one file; whatever is not applied is put aside again."""
    from django.utils import timezone

    from espalier.kit.accounts.types import Actor
    from espalier.kit.errors import Refused
    from espalier.kit.imports import services

    by, at = Actor.system("import load"), timezone.now()
    run: ImportRun | None = None
    try:
        run = services.start_import(
            kind=kind, data=_bytes_of(file), filename=file.name, by=by, at=at
        )
        run = services.plan_import(run_id=run.pk, by=by, at=at)
    except (Refused, OSError) as error:
        if run is not None:
            services.discard(run_id=run.pk, by=by, at=at)
        problems = error.problems if isinstance(error, Refused) else [error]
        return Loaded(file.name, kind, "unreadable", {}, [str(problem) for problem in problems])
    return _decide(run, Loaded(file.name, kind, "", run.counts), by)


def _decide(run: "ImportRun", loaded: Loaded, by: "Actor") -> Loaded:
    from django.utils import timezone

    from espalier.kit.errors import Refused
    from espalier.kit.imports import services

    at = timezone.now()
    loaded.problems = _reasons(run)
    writes = run.counts["add"] + run.counts["change"]
    if run.counts["refuse"]:
        loaded.outcome = "refused"
    elif not writes:
        loaded.outcome = "unchanged"
    else:
        try:
            run = services.apply_import(run_id=run.pk, by=by, at=at)
        except Refused as refusal:
            loaded.outcome, loaded.problems = "refused", [str(p) for p in refusal.problems]
        else:
            loaded.outcome, loaded.counts = "applied", run.counts
            return loaded
    services.discard(run_id=run.pk, by=by, at=at)
    return loaded


def _reasons(run: "ImportRun") -> list[str]:
    """One line per reason of the stored plan, refusals first."""
    stored = run.plan or {"rows": []}
    rows = sorted(stored["rows"], key=lambda row: row["action"] != "refuse")
    return [
        f"{row['sheet']} {row['number']} {column}「{value}」{message}"
        for row in rows
        for column, value, _code, message in row["reasons"]
    ]


def _bytes_of(file: Path) -> bytes:
    """The bytes, unless there are more than would be read anyway."""
    from espalier.kit.imports.limits import DEFAULT_LIMITS
    from espalier.kit.imports.reading.refusals import file_too_large

    size = file.stat().st_size
    if size > DEFAULT_LIMITS.file_bytes:
        raise file_too_large(size, DEFAULT_LIMITS, file.name)
    return file.read_bytes()


def _say(loaded: Loaded) -> None:
    names = ("add", "change", "skip", "refuse")
    counts = "  ".join(f"{name} {loaded.counts[name]}" for name in names if loaded.counts)
    typer.echo(f"{loaded.file}\t{loaded.kind}\t{loaded.outcome}\t{counts}")
    for problem in loaded.problems[:200]:
        typer.echo(f"  {problem}", err=True)
    if len(loaded.problems) > 200:
        typer.echo(f"  … {len(loaded.problems) - 200} more", err=True)
