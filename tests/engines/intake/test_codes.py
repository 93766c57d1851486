"""Codes of standards: official, own, and what is neither."""

import csv
import re

import pytest

from espalier.engines.intake import CodeKind, parse_code

OFFICIAL = [
    ("ABC1234-001v3", "ABC1234-001", 3, True),
    ("ABC1234-001", "ABC1234-001", 1, False),
    ("ABCD1234-001v12", "ABCD1234-001", 12, True),
    ("ABCD123-001v2", "ABCD123-001", 2, True),
    (" ＡＢＣ１２３４－００１ｖ３ ", "ABC1234-001", 3, True),
]
OWN = [
    ("PGJ-TRN-001v2", "PGJ-TRN-001", 2),
    ("ORG-HR", "ORG-HR", 1),
    ("A1-B2-C3-D4v1", "A1-B2-C3-D4", 1),
]
NEITHER = ["", "v1", "ABC", "ABC1234", "ABC1234-01", "ABC1234-0011v1", "abc1234-001", "訓練-001", "A-B",
           "ABC1234-001v", "ORG-HR v2", "ORG--HR", "ABC1234-001v3\nX", "ABC1234-001V3"]  # fmt: skip


@pytest.mark.parametrize(("raw", "base", "version", "has_version"), OFFICIAL)
def test_official_codes(raw, base, version, has_version):
    code = parse_code(raw)
    assert (code.raw, code.kind) == (raw, CodeKind.OFFICIAL)
    assert (code.code_base, code.version_no, code.has_version) == (base, version, has_version)


@pytest.mark.parametrize(("raw", "base", "version"), OWN)
def test_own_codes_are_never_official(raw, base, version):
    code = parse_code(raw)
    assert (code.kind, code.code_base, code.version_no) == (CodeKind.OWN, base, version)
    assert (code.category, code.occupation) == ("", "")


@pytest.mark.parametrize("raw", NEITHER)
def test_damaged_codes_are_not_repaired_into_something(raw):
    assert parse_code(raw) is None


@pytest.mark.shared
def test_the_catalogue_of_905_codes(shared_dir):
    with (shared_dir / "data/icap/catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        raw = [row["code"] for row in csv.DictReader(file)]
    known = [parse_code(text) for text in raw]
    assert len(raw) == 905
    expected = re.compile(r"[A-Z]{3,4}\d{3,4}-\d{3}(v\d+)?")
    assert [code is not None for code in known] == [bool(expected.fullmatch(t)) for t in raw]
    read = [code for code in known if code]
    assert {code.kind for code in read} == {CodeKind.OFFICIAL}
    assert sum(not code.has_version for code in read) == sum(
        bool(expected.fullmatch(text)) and "v" not in text for text in raw
    )
