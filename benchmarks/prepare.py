"""Makes the records of one volume: ``python -m benchmarks.prepare RECIPE PEOPLE COMPETENCIES``.

Files go through the same door as a user's (``espalier import load``, ``espalier standards import``); only the
ratings, several hundred thousand, are handed to the service that the import of ratings calls.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.volumes import (
    TEAM,
    RatingPlan,
    company_files,
    frame_files,
    rating_plan,
    story_files,
)

Step = tuple[str, Callable[[], None]]
COMMANDS = "espalier.entrypoints.cli"
EXAMPLES = Path(__file__).parents[1] / "examples"
RATINGS_AT_ONCE = 50_000


def main() -> None:
    """Do the steps that are not written down as done."""
    recipe, people, competencies = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    home = Path(os.environ["ESPALIER_HOME"])
    record = home / "steps.json"
    done = json.loads(record.read_text()) if record.exists() else []
    for name, act in _steps(recipe, people, competencies, home):
        if name not in done:
            print(f"-- {home.name}: {name}", flush=True)
            act()
            done.append(name)
            record.write_text(json.dumps(done))


def _steps(recipe: str, people: int, competencies: int, home: Path) -> Iterator[Step]:
    yield "migrate", lambda: _call("installation", "migrate")
    if recipe == "frame":
        yield from _sheet_steps(home, lambda: frame_files(people))
    if recipe == "company":
        yield from _standard_steps()
        yield from _sheet_steps(home, lambda: company_files(people, competencies))
        yield "ratings", lambda: _ratings(rating_plan(competencies))
        yield "accounts", _link_accounts
    if recipe == "story":
        yield from _story_steps(home, people)
    if recipe == "example":
        yield (
            "demo",
            lambda: _call("demo", "demo_load", f"Path({str(EXAMPLES)!r}), None, False, True"),
        )


def _story_steps(home: Path, people: int) -> Iterator[Step]:
    """The example company of so many people with all that is consulted, decided and reviewed in it."""
    folder = home / "example"

    def write() -> None:
        for name in ("standards", "documents"):
            shutil.copytree(EXAMPLES / name, folder / name, dirs_exist_ok=True)
        shutil.copy(EXAMPLES / "demo.toml", folder)
        (folder / "company").mkdir(exist_ok=True)
        for name, data in story_files(people).items():
            (folder / "company" / name).write_bytes(data)

    yield "files", write
    yield "demo", lambda: _call("demo", "demo_load", f"Path({str(folder)!r}), None, False, False")


def _standard_steps() -> Iterator[Step]:
    for file in sorted((EXAMPLES / "standards").iterdir()):
        yield file.name, lambda file=file: _command("standards", "import", str(file), "--apply")  # type: ignore[misc]  # mypy cannot infer a lambda with a default


def _sheet_steps(home: Path, make: Callable[[], dict[str, bytes]]) -> Iterator[Step]:
    folder = home / "sheets"

    def write() -> None:
        folder.mkdir(exist_ok=True)
        for name, data in make().items():
            (folder / name).write_bytes(data)

    yield "files", write
    yield "sheets", lambda: _command("imports", "load", str(folder), "--apply")


def _command(module: str, *arguments: str) -> None:
    """Run a sub-command of the product in a process of its own, so that its memory is given back."""
    code = f"from {COMMANDS}.{module} import app; app()"
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)


def _call(module: str, command: str, arguments: str = "") -> None:
    """The same for a command without sub-commands."""
    code = f"from pathlib import Path; from {COMMANDS}.{module} import {command}"
    subprocess.run([sys.executable, "-c", f"{code}; {command}({arguments})"], check=True)


def _start_django() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "espalier.config.settings"
    django.setup()


def _link_accounts() -> None:
    """Employees and their accounts are joined, as the demo and the nightly job do."""
    _start_django()
    from django.utils import timezone

    from espalier.cycle.people.employees.services import link_accounts
    from espalier.kit.accounts.types import Actor

    link_accounts(by=Actor.system("benchmarks"), at=timezone.now())


def _ratings(plan: RatingPlan) -> None:
    """Ratings through the service of the evidence room, some people at a time; what is there is left alone."""
    _start_django()
    from django.utils import timezone

    from espalier.cycle.people.employees.models import Employee
    from espalier.cycle.people.evidence.services import record_ratings
    from espalier.cycle.people.evidence.types import NewRating
    from espalier.cycle.people.units.models import Unit
    from espalier.cycle.standards.catalogue.queries import competency_ids_by_code
    from espalier.kit.accounts.types import Actor

    by, at = Actor.system("benchmarks"), timezone.now()
    ids = competency_ids_by_code()
    team = Unit.objects.get(code=TEAM).scope.path
    people = Employee.objects.filter(left_on=None).order_by("number")
    block: list[NewRating] = []
    for pk, path in people.values_list("pk", "unit__scope__path"):
        for code, source, level in plan.of_person(pk, in_team=path.startswith(team)):
            block.append(NewRating(pk, ids[code], source, level, plan.day))
        if len(block) >= RATINGS_AT_ONCE:
            record_ratings(ratings=block, origin="benchmarks", by=by, at=at)
            block = []
    if block:
        record_ratings(ratings=block, origin="benchmarks", by=by, at=at)


if __name__ == "__main__":
    main()
