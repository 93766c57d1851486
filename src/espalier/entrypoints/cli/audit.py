"""``espalier audit``: does the chain of the audit log hold."""

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

app = typer.Typer(no_args_is_help=True)


@app.callback()
def audit() -> None:
    """稽核軌跡 The audit log."""


@app.command()
def verify(json: bool = typer.Option(False, "--json")) -> None:
    """Recompute the whole chain; exit 1 and name the first entry that does not hold."""
    make_ready()
    from dataclasses import asdict

    from espalier.kit.audit.queries import verify_chain

    with answering():
        report = verify_chain()
    if json:
        print_json(asdict(report))
    elif report.broken_at is None:
        typer.echo(f"{report.n_entries} entries hold ({report.n_erased} payloads lawfully erased)")
    else:
        typer.echo(f"broken at entry {report.broken_at}: {report.reason}", err=True)
    raise typer.Exit(Exit.DONE if report.broken_at is None else Exit.REFUSED)
