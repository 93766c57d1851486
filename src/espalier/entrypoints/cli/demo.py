"""``espalier demo-load``: the example company, brought in by the same services as a user's own files."""

import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from espalier.entrypoints.cli.door import Exit, answering, make_ready, print_json

if TYPE_CHECKING:
    from espalier.kit.imports.models import ImportRun

# Known to everybody who reads this line, and therefore set by this command only.
PASSWORD = "espalier-demo"
_FILES = ("*.xlsx", "*.csv")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who may sign in, and as what."""

    role: str
    number: str
    name: str


def demo_load(
    folder: Path = typer.Option(Path("examples"), help="holds demo.toml, standards/ and company/"),
    outputs: Path | None = typer.Option(None, help="where the published documents are written"),
    json: bool = typer.Option(False, "--json", help="progress goes to stderr"),
    records_only: bool = typer.Option(
        False, "--records-only", help="load the files; consult, decide and approve nothing"
    ),
) -> None:
    """Load the example company; safe to repeat. Exit 1 when a file is refused, 2 without the files."""
    if not (folder / "demo.toml").is_file():
        typer.echo(f"{folder / 'demo.toml'}: no such file", err=True)
        raise typer.Exit(Exit.UNREADABLE)
    make_ready()
    from django.utils import translation

    with answering(), translation.override("zh-hant"):
        n_changed = _Load(folder, to_stderr=json).run(plays=not records_only)
        files = list(_write_outputs(outputs)) if outputs is not None else []
        sign_ins = list(_sign_ins())
    if json:
        people = [asdict(each) for each in sign_ins]
        done = {"steps_changed": n_changed, "files": files, "password": PASSWORD}
        print_json({**done, "sign_ins": people})
        return
    for file in files:
        typer.echo(f"wrote {file}")
    typer.echo("loaded" if n_changed else "everything was already here; nothing changed")


class _Load:
    """One run: says what it does and how long it took, and counts what it changed."""

    def __init__(self, folder: Path, *, to_stderr: bool) -> None:
        from espalier.kit.accounts.types import Actor, ActorKind

        self._folder = folder
        self._to_stderr = to_stderr
        self._plan = tomllib.loads((folder / "demo.toml").read_text(encoding="utf-8"))
        self._by: Actor = Actor(ActorKind.SYSTEM, "demo-load", "範例載入")
        self._began = time.monotonic()
        self._changes = 0

    def run(self, *, plays: bool = True) -> int:
        """Every step in order; returns the number of steps that changed something."""
        self._organisation(self._plan["organisation"])
        for name in self._plan["standards"]["first"]:
            self._standard(self._folder / "standards" / name)
        for path in _company_files(self._folder / "company"):
            self._sheet(path)
        for position in self._plan["requirements"]["accept"]:
            self._requirements(position)
        for name in self._plan["standards"]["later"]:
            self._standard(self._folder / "standards" / name)
        self._levels()
        self._accounts()
        self._passwords()
        if plays:
            self._acts()
        return self._changes

    def _say(self, step: str, result: str, *, changed: bool) -> None:
        self._changes += changed
        elapsed = time.monotonic() - self._began
        typer.echo(f"[{elapsed:6.1f} s] {step}: {result}", err=self._to_stderr)

    def _organisation(self, wanted: Mapping[str, Any]) -> None:
        from django.utils import timezone

        from espalier.kit.organisation import queries, services

        now = queries.current()
        changed = any(getattr(now, key) != value for key, value in wanted.items())
        if changed:
            services.change_settings(values=wanted, by=self._by, at=timezone.now())
        self._say("organisation", wanted["name"], changed=changed)

    def _standard(self, path: Path) -> None:
        from django.utils import timezone

        from espalier.cycle.standards.intake import services
        from espalier.cycle.standards.intake.types import Outcome

        report = services.import_standard(
            data=path.read_bytes(), name=path.name, apply=True, by=self._by, at=timezone.now()
        )
        text = f"{report.code} {report.title}, {report.outcome}"
        self._say(f"standard {path.name}", text, changed=report.outcome == Outcome.APPLIED)

    def _sheet(self, path: Path) -> None:
        from django.utils import timezone

        from espalier.kit.imports import services

        kind, at = path.stem.partition("_")[2], timezone.now()
        run = services.start_import(
            kind=kind, data=path.read_bytes(), filename=path.name, by=self._by, at=at
        )
        run = services.plan_import(run_id=run.pk, by=self._by, at=at)
        if not run.counts["add"] + run.counts["change"] + run.counts["refuse"]:
            services.discard(run_id=run.pk, by=self._by, at=at)
            self._say(f"sheet {path.name}", f"{run.counts['skip']} rows known", changed=False)
            return
        if run.counts["refuse"]:
            _say_refused(run)
        # Refuses by itself, and then ends the program, when any row is refused.
        run = services.apply_import(run_id=run.pk, by=self._by, at=at)
        text = f"{run.counts['add']} added, {run.counts['change']} changed"
        self._say(f"sheet {path.name}", text, changed=True)

    def _requirements(self, position_code: str) -> None:
        """Accept what the standard of a position proposes where no level is set yet."""
        from django.utils import timezone

        from espalier.cycle.learning_map.requirements import queries, services
        from espalier.cycle.people.positions.queries import positions_by_code

        position = positions_by_code()[position_code]
        adopted = queries.adoptions().filter(position_id=position.pk, ends_on=None)
        starts_on = max(row.starts_on for row in adopted)
        open_levels = {
            each.competency_id: each.level
            for each in queries.propose_requirements(position.pk, starts_on)
            if each.level is not None and each.current is None
        }
        if open_levels:
            services.accept_proposals(
                position_id=position.pk,
                levels=open_levels,
                starts_on=starts_on,
                by=self._by,
                at=timezone.now(),
            )
        text = f"{len(open_levels)} proposed levels accepted"
        self._say(f"requirements of {position_code}", text, changed=bool(open_levels))

    def _levels(self) -> None:
        from django.utils import timezone

        from espalier.cycle.people.evidence import services

        at = timezone.now()
        kept = services.refresh_levels(on=timezone.localdate(at), by=self._by, at=at)
        self._say("current levels", f"{kept} computed again", changed=kept > 0)

    def _accounts(self) -> None:
        """Tell which account belongs to which employee, so that people find their own records."""
        from django.utils import timezone

        from espalier.cycle.people.employees import services

        n_linked = services.link_accounts(by=self._by, at=timezone.now())
        self._say("accounts", f"{n_linked} joined with their employees", changed=n_linked > 0)

    def _passwords(self) -> None:
        """Give the example's accounts the known password; one that a person has set stays."""
        from django.contrib.auth.hashers import make_password
        from django.db import transaction
        from django.utils import timezone

        from espalier.kit.accounts.queries import users_with_grants
        from espalier.kit.audit import log

        new = [user for user in users_with_grants() if not user.has_usable_password()]
        # One digest for all: the password is no secret, and a good digest takes its time.
        digest = make_password(PASSWORD) if new else ""
        with transaction.atomic():
            for user in new:
                user.password = digest
                user.save(update_fields=["password"])
                log.record("accounts.user.password_set", user, by=self._by, at=timezone.now())
        text = f"{len(new)} given the password {PASSWORD}"
        self._say("sign-ins", text, changed=bool(new))

    def _acts(self) -> None:
        from django.utils import timezone

        from espalier.entrypoints.cli.acts import acts
        from espalier.entrypoints.cli.acts.company import Company

        company = Company(timezone.now(), self._folder)
        for act in acts():
            for done in act(company):
                self._say(done.step, done.result, changed=done.changed)


def _company_files(folder: Path) -> list[Path]:
    """The sheets in the order of their kinds, which is what their names begin with too."""
    from espalier.kit.imports.registry import all_specs

    order = {spec.kind: spec.order for spec in all_specs()}
    files = [path for pattern in _FILES for path in folder.glob(pattern)]
    return sorted(files, key=lambda path: (order[path.stem.partition("_")[2]], path.name))


def _say_refused(run: "ImportRun") -> None:
    for row in (run.plan or {"rows": []})["rows"]:
        for column, value, _code, message in row["reasons"]:
            typer.echo(f"  row {row['number']} {column} {value!r}: {message}", err=True)


def _sign_ins() -> Iterator[SignIn]:
    """Everybody with a role, in the order in which the roles are listed."""
    from espalier.kit.accounts.queries import roles_in_words, users_with_grants
    from espalier.kit.accounts.types import Role

    place = {role.value: number for number, role in enumerate(Role)}
    people = [user for user in users_with_grants() if user.grants.all()]
    for user in sorted(people, key=lambda user: min(place[g.role] for g in user.grants.all())):
        yield SignIn(roles_in_words(user), user.username, user.display_name)


def _write_outputs(folder: Path) -> Iterator[str]:
    """Write the files of the editions in force; names begin with the code of the output."""
    from espalier.kit.files.queries import file_bytes
    from espalier.kit.outputs.queries import in_force
    from espalier.kit.outputs.registry import output_kinds

    folder.mkdir(parents=True, exist_ok=True)
    for kind in output_kinds():
        edition = in_force(kind.output)
        if edition is None:
            continue
        for each in edition.files.filter(format__in=kind.formats).order_by("format", "language"):
            path = folder / f"{edition.output}_{edition.title}_{each.language}.{each.format}"
            path.write_bytes(file_bytes(each.file))
            yield str(path)


COMMANDS = (demo_load,)
