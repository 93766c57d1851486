"""The real standards: every field as a person read it, from every format they may come in."""

import json

import pytest

from espalier.engines.intake import facts, parse_standard, read_document
from tests.engines.intake.printed import taken_apart
from tests.engines.intake.render_office import docx_of, odt_of, xlsx_of
from tests.engines.intake.render_pdf import pdf_of

pytestmark = pytest.mark.shared
CODES = (
    "BHR1212-001v5",
    "BHR1212-002v3",
    "BHR1212-002v4",
    "BHR2422-002v6",
    "BHR2422-007v4",
    "BHR2422-012v3",
    "SET4130-001v2",
)
RENDERINGS = {"pdf": pdf_of, "docx": docx_of, "odt": odt_of, "xlsx": xlsx_of}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le")


def expected(shared_dir, code):
    known = json.loads((shared_dir / f"data/icap/facts/{code}.json").read_text("utf-8"))
    del known["source"]
    return known


def layout(shared_dir, code):
    return (shared_dir / f"data/icap/layout/{code}.txt").read_text("utf-8")


def _escaped(character):
    return json.dumps(character).strip('"')


def assert_same_facts(data, known):
    found = facts(parse_standard(read_document(data)))
    assert found.pop("unplaced") == []
    found.pop("warnings")
    assert sorted(found) == sorted(known)
    for name in known:
        assert found[name] == known[name], name


@pytest.mark.parametrize("code", CODES)
def test_text_gives_every_field(shared_dir, code):
    assert_same_facts(layout(shared_dir, code).encode(), expected(shared_dir, code))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("form", RENDERINGS)
def test_rendering_gives_every_field(shared_dir, code, form):
    text, known = layout(shared_dir, code), json.dumps(expected(shared_dir, code))
    if form == "pdf":
        # The font has no glyph for this rare character; another rare one, which it has, stands in.
        text, known = text.replace("㮷", "㗎"), known.replace(*map(_escaped, "㮷㗎"))
    assert_same_facts(RENDERINGS[form](taken_apart(text)), json.loads(known))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_told_apart(shared_dir, encoding):
    data = layout(shared_dir, "BHR1212-002v3").encode(encoding)
    assert_same_facts(data, expected(shared_dir, "BHR1212-002v3"))


def test_big5_is_read(shared_dir):
    data = layout(shared_dir, "BHR1212-002v3").encode("cp950", errors="strict")
    assert_same_facts(data, expected(shared_dir, "BHR1212-002v3"))


def test_the_messy_original_gives_the_same_facts(shared_dir):
    data = (shared_dir / "data/icap/BHR1212-002v3.original.txt").read_bytes()
    assert_same_facts(data, expected(shared_dir, "BHR1212-002v3"))
    parsed = parse_standard(read_document(data))
    assert parsed.related_titles == ("訓練主管", "資深教育訓練師")
    assert parsed.kind == "職業"
    assert parsed.notes[0].attached_to == ("P2.1.1",)
