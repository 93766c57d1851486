"""``espalier backup FILE`` and ``espalier restore FILE``."""

from pathlib import Path

import typer

from espalier.entrypoints.cli.door import answering, make_ready, print_json


def backup(file: Path, json: bool = typer.Option(False, "--json")) -> None:
    """Write one archive with every record and stored file."""
    make_ready()
    from django.utils import timezone

    from espalier.kit.accounts.types import Actor
    from espalier.kit.backup.services import back_up

    with answering():
        manifest = back_up(target=file, by=Actor.system("backup"), at=timezone.now())
    _report(manifest, json)


def restore(file: Path, json: bool = typer.Option(False, "--json")) -> None:
    """Fill an empty, migrated installation from an archive; refuses a target that holds records."""
    make_ready()
    from django.utils import timezone

    from espalier.kit.accounts.types import Actor
    from espalier.kit.backup import services

    with answering():
        manifest = services.restore(source=file, by=Actor.system("restore"), at=timezone.now())
    _report(manifest, json)


def _report(manifest: dict[str, object], as_json: bool) -> None:
    tables, files = manifest["tables"], manifest["files"]
    assert isinstance(tables, dict)
    assert isinstance(files, dict)
    counts = {"records": sum(t["n"] for t in tables.values()), "files": len(files)}
    if as_json:
        print_json(counts)
    else:
        typer.echo(f"{counts['records']} records and {counts['files']} files")


COMMANDS = (backup, restore)
