"""``espalier documents build O1.2.1``."""

import json

import pytest
from typer.testing import CliRunner

from espalier.entrypoints.cli.documents import app
from espalier.kit.outputs import services
from espalier.kit.versions.models import Edition
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db
runner = CliRunner()


@pytest.fixture
def taught():
    company = make.company()
    make.requirement(company.welder, make.competency("S1"), 2.0)
    make.published("M1", raises={"S1": 2.0})
    return company


def build(out, *more: str):
    return runner.invoke(app, ["build", "O1.2.1", "--out", str(out), "--json", *more])


def test_files_are_named_by_output_edition_language_and_format(taught, tmp_path):
    answer = build(tmp_path / "outputs")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["edition"], told["state"]) == (1, "draft")
    names = sorted(path.name for path in (tmp_path / "outputs").iterdir())
    assert names == [
        f"O1.2.1_1_{language}.{form}"
        for language in ("en", "zh-Hant")
        for form in ("docx", "html", "pdf", "xlsx")
    ]
    pdf = tmp_path / "outputs" / "O1.2.1_1_zh-Hant.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")


def test_an_approved_edition_is_given_as_it_was_approved(taught, tmp_path):
    edition = services.prepare(output="O1.2.1", change_note="首版", by=make.BY, at=make.AT)
    Edition.objects.filter(pk=edition.pk).update(state="approved")
    services.write_files(edition_id=edition.pk, by=make.BY, at=make.AT)
    make.requirement(taught.welder, make.competency("S2"), 2.0)
    for folder in ("a", "b"):
        assert build(tmp_path / folder, "--version", "1").exit_code == 0
    first = (tmp_path / "a" / "O1.2.1_1_zh-Hant.docx").read_bytes()
    assert first == (tmp_path / "b" / "O1.2.1_1_zh-Hant.docx").read_bytes()
    assert "S2" not in (tmp_path / "a" / "O1.2.1_1_zh-Hant.html").read_text(encoding="utf-8")


def test_an_unknown_output_or_edition_is_told(taught, tmp_path):
    unknown = runner.invoke(app, ["build", "O9.9.9", "--out", str(tmp_path)])
    assert unknown.exit_code == 2
    assert "O9.9.9" in unknown.output
    assert build(tmp_path, "--edition", "7").exit_code == 1
