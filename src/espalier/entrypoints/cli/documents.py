"""``espalier documents``: write the organisation's formal documents from its records."""

from pathlib import Path

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

app = typer.Typer(no_args_is_help=True)
LEARNING_MAP = "O1.2.1"


@app.callback()
def documents() -> None:
    """Formal documents of the training manager's outputs."""


@app.command()
def build(
    output: str = typer.Argument(help="code of the output, O1.2.1"),
    out: Path = typer.Option(..., "--out", help="folder the files are written into"),
    edition: int | None = typer.Option(
        None, "--edition", help="a published edition; its bytes are given as published"
    ),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Write an output as DOCX, PDF, HTML and XLSX in Chinese and English."""
    if output != LEARNING_MAP:
        typer.echo(f"{output}: there is no such output yet; available: {LEARNING_MAP}", err=True)
        raise typer.Exit(Exit.UNREADABLE)
    make_ready()
    with answering():
        number, state, files = _draft_files() if edition is None else _edition_files(edition)
    out.mkdir(parents=True, exist_ok=True)
    names = []
    for (format_, language), data in sorted(files.items()):
        path = out / f"{output}_{number}_{language}.{format_}"
        path.write_bytes(data)
        names.append(str(path))
    if json:
        print_json({"output": output, "edition": number, "state": state, "files": names})
    else:
        for name in names:
            typer.echo(name)


def _draft_files() -> tuple[int, str, dict[tuple[str, str], bytes]]:
    """Today's records as the draft of the next edition."""
    from django.utils import timezone

    from espalier.cycle.learning_map.map.services import write_draft
    from espalier.kit.accounts.types import Actor

    return write_draft(by=Actor.system("documents build"), at=timezone.now())


def _edition_files(number: int) -> tuple[int, str, dict[tuple[str, str], bytes]]:
    from espalier.cycle.learning_map.map.queries import published_files

    return published_files(number)
