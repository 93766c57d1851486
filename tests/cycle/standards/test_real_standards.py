"""The road of a real standard: file → catalogue → competencies → export, field by field."""

import json

import pytest

from espalier.cycle.standards.catalogue import queries, services
from espalier.cycle.standards.catalogue.models import Competency
from espalier.cycle.standards.intake.services import import_standard
from espalier.cycle.standards.intake.types import Outcome
from espalier.engines.intake import facts, to_json, xlsx_bytes

pytestmark = [pytest.mark.shared, pytest.mark.django_db]
CODES = [
    "BHR1212-001v5",
    "BHR1212-002v3",
    "BHR1212-002v4",
    "BHR2422-002v6",
    "BHR2422-007v4",
    "BHR2422-012v3",
    "SET4130-001v2",
]


@pytest.fixture
def bring_in(system, monday):
    def act(data: bytes, name: str):
        return import_standard(data=data, name=name, apply=True, by=system, at=monday)

    return act


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_gives_the_facts_back(code, shared_dir, bring_in):
    folder = shared_dir / "data/icap"
    bring_in((folder / f"layout/{code}.txt").read_bytes(), f"{code}.txt")
    expected = json.loads((folder / f"facts/{code}.json").read_text("utf-8"))
    found = json.loads(
        json.dumps(facts(queries.standard_as_parsed(queries.standard_by_code(code))))
    )
    assert {key: found[key] for key in expected if key != "source"} == {
        key: value for key, value in expected.items() if key != "source"
    }


@pytest.mark.parametrize("code", CODES)
def test_export_then_import_is_the_same_standard(code, shared_dir, bring_in):
    bring_in((shared_dir / f"data/icap/layout/{code}.txt").read_bytes(), f"{code}.txt")
    parsed = queries.standard_as_parsed(queries.standard_by_code(code))
    assert bring_in(xlsx_bytes(parsed), "a.xlsx").outcome is Outcome.SAME
    text = json.dumps(to_json(parsed), ensure_ascii=False).encode()
    assert bring_in(text, "a.json").outcome is Outcome.SAME


def test_v4_supersedes_v3_and_keeps_its_competencies(shared_dir, bring_in, system, monday):
    for code in ("BHR1212-002v3", "BHR1212-002v4"):
        bring_in((shared_dir / f"data/icap/layout/{code}.txt").read_bytes(), f"{code}.txt")
        standard = queries.standard_by_code(code)
        services.adopt_competencies(standard=standard, by=system, at=monday)
    assert queries.standard_by_code("BHR1212-002v3").state == "superseded"
    # Both versions list the same K01–K09, S01–S07 and A01–A05.
    assert Competency.objects.count() == 9 + 7 + 5
