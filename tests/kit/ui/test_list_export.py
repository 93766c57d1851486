"""Export gives what is shown: the same rows in the same order, the same columns."""

import io

import pytest
from openpyxl import load_workbook

from espalier.kit.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kit.ui.urls")]


@pytest.fixture
def reader(person_with, client_of):
    for index in range(25):
        person_with("learner", username=f"E{index:03}")
    return client_of(User.objects.get(username="E000"))


def test_csv_has_all_matching_rows_with_the_chosen_columns(reader):
    answer = reader.get("/people?q=E01&sort=-username&columns=username&columns=n_roles&export=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert lines[0] == "編號,角色數"
    assert lines[1:] == [f"E0{n},1" for n in range(19, 9, -1)]


def test_xlsx_opens_and_has_every_page(reader):
    answer = reader.get("/people?export=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content), read_only=True).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    flat = [value for row in cells for value in row]
    assert {f"E{n:03}" for n in range(25)} <= set(flat)
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_unknown_format_is_the_page(reader):
    assert "<html" in reader.get("/people?export=exe").text
