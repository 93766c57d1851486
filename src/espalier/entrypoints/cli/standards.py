"""``espalier standards``: parse a file, import it, compare two versions, export one."""

import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from espalier.engines.intake.refusals import IntakeRefused
from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

if TYPE_CHECKING:
    from espalier.engines.intake.types import ParsedStandard
    from espalier.engines.matching.types import StandardDiff

app = typer.Typer(no_args_is_help=True)
FILE = typer.Argument(..., help="PDF, ODT, DOCX, XLSX, TSV, text or our JSON")
PASSWORD = typer.Option(None, help="password of a protected PDF")


class ExportFormat(StrEnum):
    XLSX = "xlsx"
    JSON = "json"


@app.callback()
def standards() -> None:
    """職能基準 Occupational competency standards."""


@app.command()
def parse(
    file: Path = FILE,
    json: bool = typer.Option(False, "--json", help="print all facts"),
    password: str | None = PASSWORD,
) -> None:
    """Understand a file and print it; nothing is stored. Exit 2 when the file is no standard."""
    from espalier.engines.intake import facts, parse_standard, read_document

    try:
        parsed = parse_standard(
            read_document(_bytes_of(file), filename=file.name, password=password)
        )
    except IntakeRefused as refusal:
        _unreadable(refusal, file)
    if json:
        print_json(facts(parsed))
    else:
        _summary(parsed)


@app.command(name="import")
def import_file(
    file: Path = FILE,
    apply: bool = typer.Option(False, "--apply", help="publish it; without this nothing is kept"),
    json: bool = typer.Option(False, "--json"),
    source_uri: str = typer.Option("", help="where the file was fetched from"),
    password: str | None = PASSWORD,
) -> None:
    """Bring a standard into the catalogue. Exit 2 when the file is no standard, 1 when refused."""
    data = _bytes_of(file)
    make_ready()
    from django.utils import timezone

    from espalier.cycle.standards.intake import services
    from espalier.kit.accounts.types import Actor

    by, at = Actor.system("standards import"), timezone.now()
    with answering():
        try:
            report = services.import_standard(
                data=data,
                name=file.name,
                password=password,
                source_uri=source_uri,
                apply=apply,
                by=by,
                at=at,
            )
        except services.FileRefused as refusal:
            typer.echo(str(refusal), err=True)
            raise typer.Exit(Exit.UNREADABLE) from refusal
    if json:
        print_json(asdict(report))
        return
    typer.echo(f"{report.code or '—'}\t{report.title}\t{report.outcome}")
    typer.echo(f"{report.n_warnings} warnings, {report.n_unplaced} texts not placed", err=True)


@app.command()
def diff(
    code_a: str, code_b: str, json: bool = typer.Option(False, "--json", help="print all entries")
) -> None:
    """Compare two standards of the catalogue, item by item, by code and by text."""
    make_ready()
    from espalier.cycle.standards.catalogue.queries import standard_as_parsed, standard_by_code
    from espalier.engines.matching.diff import diff_standards

    with answering():
        old, new = (standard_as_parsed(standard_by_code(code)) for code in (code_a, code_b))
    found = diff_standards(old, new)
    if json:
        print_json(found.to_dict())
    else:
        _print_diff(found)


@app.command()
def export(
    code: str,
    format: ExportFormat = typer.Option(ExportFormat.XLSX, "--format"),
    out: Path | None = typer.Option(
        None, "--out", help="file to write; JSON goes to stdout without"
    ),
) -> None:
    """Write a standard in the seven-column form (XLSX) or as our JSON; import gives it back."""
    make_ready()
    from espalier.cycle.standards.catalogue.queries import standard_as_parsed, standard_by_code
    from espalier.engines.intake import to_json, xlsx_bytes

    with answering():
        standard = standard_by_code(code)
        parsed = standard_as_parsed(standard)
    if format is ExportFormat.JSON and out is None:
        print_json(to_json(parsed))
        return
    target = out or Path(f"{standard.raw_code or standard.title}.{format}")
    if format is ExportFormat.JSON:
        import json

        text = json.dumps(to_json(parsed), ensure_ascii=False, indent=1)
        target.write_text(f"{text}\n", encoding="utf-8")
    else:
        target.write_bytes(xlsx_bytes(parsed))
    typer.echo(str(target))


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}", err=True)
        raise typer.Exit(Exit.UNREADABLE) from error


def _unreadable(refusal: IntakeRefused, file: Path) -> NoReturn:
    detail = refusal.detail.removeprefix(f"{file.name}: ")
    typer.echo(f"{refusal.reason}: {file.name}: {detail}", err=True)
    raise typer.Exit(Exit.UNREADABLE) from refusal


def _summary(parsed: "ParsedStandard") -> None:
    tasks = [task for duty in parsed.duties for group in duty.groups for task in group.tasks]
    typer.echo(f"{parsed.raw_code or '—'}\t{parsed.title}")
    for task in tasks:
        typer.echo(f"  {task.code}\t{task.name}")
    for warning in parsed.warnings:
        typer.echo(f"{warning.place or '—'}\t{warning.kind}\t{warning.text}", err=True)
    for left in parsed.unplaced:
        typer.echo(f"{left.place}\tunplaced\t{left.text}", err=True)
    sys.stdout.flush()


def _print_diff(found: "StandardDiff") -> None:
    for entry in found.entries:
        figure = "" if entry.similarity is None else f"{entry.similarity:.2f}"
        old = f"{entry.old_code or ''} {entry.old_text or ''}".strip()
        new = f"{entry.new_code or ''} {entry.new_text or ''}".strip()
        typer.echo(f"{entry.kind}\t{entry.item_kind}\t{figure}\t{old}\t{new}")
    counts = ", ".join(f"{kind} {n}" for kind, n in found.counts().items() if n)
    typer.echo(counts, err=True)
