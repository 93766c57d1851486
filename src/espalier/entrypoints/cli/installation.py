"""Commands that prepare and run an installation: migrate, create-admin, web, worker, scheduler."""

import os
import sys
import time

import typer

from espalier.entrypoints.cli.door import answering, make_ready

SCHEDULER_SECONDS = 30.0


def migrate() -> None:
    """Bring the database to this version; safe to repeat."""
    make_ready()
    from django.core.management import call_command

    from espalier.kit.backup import fresh

    if fresh.is_empty():
        fresh.build_tables()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    typer.echo("database is ready")


def create_admin(
    email: str = typer.Option(..., prompt=True),
    name: str = typer.Option(..., prompt=True),
    number: str = typer.Option("admin", help="employee number to sign in with"),
    password: str = typer.Option(..., prompt=True, hide_input=True, confirmation_prompt=True),
) -> None:
    """Make the first administrator, who lets everybody else in."""
    make_ready()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from espalier.kit.accounts import services
    from espalier.kit.accounts.types import Actor, Role

    try:
        validate_password(password)
    except ValidationError as error:
        typer.echo("\n".join(error.messages), err=True)
        raise typer.Exit(1) from error
    by, at = Actor.system("create-admin"), timezone.now()
    with answering():
        user = services.create_user(
            username=number, email=email, display_name=name, password=password, by=by, at=at
        )
        services.grant_role(user=user, role=Role.ADMINISTRATOR, scope=None, by=by, at=at)
    typer.echo(f"administrator {number} <{email}> may sign in")


def web(
    address: str = typer.Option("127.0.0.1:8000", help="host:port to listen on"),
    processes: int = typer.Option(2, min=1),
    threads: int = typer.Option(4, min=1),
) -> None:
    """Serve the pages with gunicorn until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espalier.config.settings")
    arguments = ["gunicorn", "espalier.config.wsgi:application", "--bind", address]
    arguments += ["--worker-class", "gthread", "--threads", str(threads)]
    arguments += ["--workers", str(processes), "--timeout", "120", "--max-requests", "5000"]
    arguments += ["--max-requests-jitter", "500", "--access-logfile", "-"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])


def worker() -> None:
    """Do long work until stopped; work of a worker that died is taken up again first."""
    make_ready()
    from django.core.management import call_command
    from django.utils import timezone

    from espalier.kit.accounts.types import Actor
    from espalier.kit.jobs.services import resume_lost_jobs

    with answering():
        n = resume_lost_jobs(by=Actor.system("worker"), at=timezone.now())
    if n:
        typer.echo(f"took up {n} interrupted jobs")
    call_command("db_worker", verbosity=1)


def scheduler(once: bool = typer.Option(False, help="one round, for tests and cron")) -> None:
    """Do what is due by the clock: take up lost work, refresh levels that grew old."""
    make_ready()
    from espalier.entrypoints.worker.rounds import run_round

    while True:
        for line in run_round():
            typer.echo(line)
        if once:
            return
        time.sleep(SCHEDULER_SECONDS)


COMMANDS = (migrate, create_admin, web, worker, scheduler)
