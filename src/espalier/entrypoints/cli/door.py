"""What every command shares: making Django ready, and turning errors into words and exit codes.

Exit codes: 0 done (also with warnings), 1 refused or not found, 2 the input cannot be read or the call is wrong.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer


class Exit(IntEnum):
    DONE = 0
    REFUSED = 1
    UNREADABLE = 2


def make_ready() -> None:
    """Set Django up. Called inside commands, so that those without records start without it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espalier.config.settings")
    django.setup()


@contextmanager
def answering() -> Iterator[None]:
    """Map what services raise to a message on stderr and an exit code."""
    from django.db.utils import OperationalError, ProgrammingError

    from espalier.kit.errors import NotFound, Refused

    try:
        yield
    except Refused as refusal:
        for problem in refusal.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(Exit.REFUSED) from refusal
    except NotFound as error:
        typer.echo("not found", err=True)
        raise typer.Exit(Exit.REFUSED) from error
    except (OperationalError, ProgrammingError) as error:
        typer.echo(f"{error}\nIs the database prepared? Run: espalier migrate", err=True)
        raise typer.Exit(Exit.UNREADABLE) from error


def print_json(value: object, *, default: Callable[[object], object] = str) -> None:
    """Print data as JSON that people can read and programs can rely on."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=default)
    sys.stdout.write("\n")
