"""``espalier thread``: walk from a record up and down, and list broken links."""

from dataclasses import asdict

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

app = typer.Typer(no_args_is_help=True)


@app.command()
def show(kind: str, id: str, json: bool = typer.Option(False, "--json")) -> None:
    """Print everything upstream and downstream of one record."""
    make_ready()
    from espalier.kit.thread.queries import walk

    with answering():
        walks = {"upstream": walk(kind, id, "up"), "downstream": walk(kind, id, "down")}
    if json:
        print_json({name: asdict(found) for name, found in walks.items()})
        return
    for name, found in walks.items():
        typer.echo(f"{name}:")
        for node in found.nodes:
            typer.echo(f"{'  ' * (node.distance + 1)}{node.kind_label} {node.label} [{node.id}]")


@app.command()
def broken(json: bool = typer.Option(False, "--json")) -> None:
    """List broken links; exit 1 when there are any."""
    make_ready()
    from espalier.kit.thread.queries import broken_links

    with answering():
        found = broken_links()
    if json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            typer.echo(f"{each.check}\t{each.label}\t{each.message}")
        typer.echo(f"{len(found)} broken links", err=True)
    raise typer.Exit(Exit.REFUSED if found else Exit.DONE)
