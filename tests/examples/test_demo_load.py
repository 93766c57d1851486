"""The example company as a whole: it loads without a refusal, again without a change, broken only on purpose."""

import json
from io import BytesIO
from pathlib import Path

import jsonschema
import pytest
from typer import Typer
from typer.testing import CliRunner

from espalier.entrypoints.cli.demo import PASSWORD, demo_load

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


def run(*arguments: str):
    app = Typer()
    app.command()(demo_load)
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for this file, twice over: what the first and the second run answered."""
    from django.db import transaction

    outputs = tmp_path_factory.mktemp("outputs")
    arguments = ["--folder", str(EXAMPLES), "--outputs", str(outputs), "--json"]
    with django_db_blocker.unblock(), transaction.atomic():
        first = run(*arguments)
        counts = table_sizes()
        second = run(*arguments)
        yield {"runs": (first, second), "counts": (counts, table_sizes()), "outputs": outputs}
        transaction.set_rollback(True)


def table_sizes() -> dict[str, int]:
    """Rows per table of the stages; the kit's own log of runs is not the company."""
    from django.apps import apps

    stages = [each for each in apps.get_app_configs() if each.name.startswith("espalier.cycle")]
    models = [model for stage in stages for model in stage.get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def answer(result) -> dict:
    assert result.exit_code == 0, result.output[-3000:]
    return json.loads(result.stdout)


def test_the_answer_is_what_its_schema_says(loaded):
    schema = json.loads((ROOT / "docs/cli/demo-load.schema.json").read_text(encoding="utf-8"))
    for result in loaded["runs"]:
        jsonschema.validate(answer(result), schema)


def test_a_second_run_changes_nothing(loaded):
    first, second = map(answer, loaded["runs"])
    assert first["steps_changed"] > 20
    assert second["steps_changed"] == 0
    assert loaded["counts"][0] == loaded["counts"][1]


def test_the_whole_company_is_there(loaded):
    counts = loaded["counts"][0]
    assert counts["people.Employee"] == 480
    assert counts["people.Position"] == 30
    assert counts["learning_map.Module"] == 90
    assert counts["learning_map.ModuleVersion"] == 90
    assert counts["standards.Standard"] == 4
    assert counts["people.Rating"] > 15_000
    assert counts["people.CurrentLevel"] > 8_000
    assert counts["learning_map.Requirement"] > 500


def test_there_is_one_sign_in_per_role_and_its_password_works(loaded):
    from espalier.kit.accounts.models import User
    from espalier.kit.accounts.types import Role

    people = answer(loaded["runs"][0])["sign_ins"]
    assert len(people) == len(Role)
    user = User.objects.get(username=people[0]["number"])
    assert user.check_password(PASSWORD)
    assert user.language == "zh-hant"


def test_a_person_who_signs_in_is_the_employee_of_that_number(loaded):
    from espalier.cycle.people.models import Employee

    numbers = {each["number"] for each in answer(loaded["runs"][0])["sign_ins"]}
    linked = Employee.objects.filter(user__isnull=False).values_list("number", flat=True)
    assert set(linked) == numbers


def test_documents_begin_with_the_code_of_their_output(loaded):
    names = sorted(path.name for path in loaded["outputs"].iterdir())
    assert {name.rpartition(".")[2] for name in names} == {"docx", "html", "pdf", "xlsx"}
    assert {name[:6] for name in names} == {"O1.1.1", "O1.2.1", "O2.1.1", "O2.2.1", "O2.3.1"}
    pdf = next(path for path in loaded["outputs"].iterdir() if path.suffix == ".pdf")
    assert pdf.read_bytes().startswith(b"%PDF")


# Which sessions these name follows from what the planner chose, and changes as the planner gets better.
COMPUTED = {"plan.session_late", "plan.session_undated"}


def test_exactly_the_links_broken_on_purpose_are_reported(loaded):
    from django.utils import translation

    from espalier.kit.thread.queries import broken_links

    expected = json.loads((EXAMPLES / "breaks.json").read_text(encoding="utf-8"))
    with translation.override("zh-hant"):
        found = [(each.check, each.label) for each in broken_links() if each.check not in COMPUTED]
    told = [(each["check"], each["label"]) for each in expected if each["check"] not in COMPUTED]
    assert sorted(found) == sorted(told)


# What cannot stay open in a company whose documents have just gone through review: each has a test of its room.
SETTLED = {
    "consultation.accepted_without_effect", "consultation.effect_gone", "consultation.undecided",
    "learning_map.map_outdated", "needs.consideration_without_source", "needs.extract_unused",
    "needs.goal_without_link", "outputs.outdated", "policy.clause_unadapted", "plan.assessment_undecided",
    "plan.attitude_tested", "plan.decision_overdue", "plan.duty_uncovered", "plan.line_unassessed",
    "plan.line_without_reason", "plan.line_without_session", "plan.method_undecided",
    "plan.never_presented", "plan.offer_unusable", "plan.question_overdue", "plan.request_left",
    "plan.session_absent", "strategy.few_options",
    "strategy.goal_without_programme", "strategy.group_not_confirmed",
    "strategy.objective_without_activity", "strategy.option_incomplete",
    "strategy.programme_without_goal",
}  # fmt: skip


def test_every_other_check_has_an_example():
    from espalier.kit.thread.registry import checks

    expected = json.loads((EXAMPLES / "breaks.json").read_text(encoding="utf-8"))
    shown = {each["check"] for each in expected}
    assert shown & SETTLED == set()
    assert {check.code for check in checks()} == shown | SETTLED


def test_a_folder_without_the_example_is_refused(tmp_path):
    result = run("--folder", str(tmp_path))
    assert result.exit_code == 2
    assert "demo.toml" in result.stderr


def test_a_refused_row_ends_the_load_and_is_named(db, tmp_path):
    import openpyxl

    for name in ("demo.toml", "standards", "company"):
        (tmp_path / name).symlink_to(EXAMPLES / name)
    (tmp_path / "company").unlink()
    (tmp_path / "company").mkdir()
    for path in (EXAMPLES / "company").iterdir():
        (tmp_path / "company" / path.name).write_bytes(path.read_bytes())
    units = tmp_path / "company" / "020_units.xlsx"
    book = openpyxl.load_workbook(BytesIO(units.read_bytes()))
    book.active["D3"] = "NOWHERE"
    book.save(units)
    result = run("--folder", str(tmp_path))
    assert result.exit_code == 1
    assert "NOWHERE" in result.stderr
