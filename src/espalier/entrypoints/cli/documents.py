"""``espalier documents``: write the organisation's formal documents from its records."""

from pathlib import Path

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

app = typer.Typer(no_args_is_help=True)
Files = dict[tuple[str, str], bytes]


@app.callback()
def documents() -> None:
    """Formal documents of the training manager's outputs."""


@app.command()
def build(
    output: str = typer.Argument(help="code of the output: O1.1.1, O1.2.1, O2.1.1, O2.2.1"),
    out: Path = typer.Option(..., "--out", help="folder the files are written into"),
    edition: int | None = typer.Option(
        None, "--version", "--edition", help="an approved edition; its bytes are given as approved"
    ),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Write an output as DOCX, PDF and HTML (O1.2.1 also as XLSX) in Chinese and English."""
    make_ready()
    known = _known_outputs()
    if output not in known:
        available = ", ".join(known)
        typer.echo(f"{output}: there is no such output yet; available: {available}", err=True)
        raise typer.Exit(Exit.UNREADABLE)
    with answering():
        number, state, files = _draft(output) if edition is None else _edition(output, edition)
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


def _known_outputs() -> list[str]:
    from espalier.kit.outputs.registry import output_kinds

    return [kind.output for kind in output_kinds()]


def _draft(output: str) -> tuple[int, str, Files]:
    """Today's records as the draft of the next edition."""
    from django.utils import timezone

    from espalier.kit.accounts.types import Actor
    from espalier.kit.outputs.services import write_draft

    by, at = Actor.system("documents build"), timezone.now()
    number, files = write_draft(output=output, by=by, at=at)
    return number, "draft", files


def _edition(output: str, number: int) -> tuple[int, str, Files]:
    from espalier.kit.outputs.queries import approved_files

    return approved_files(output, number)
