"""The contract of intake: no text is lost, and what is written reads back the same."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espalier.engines.intake import (
    Block,
    Coded,
    Duty,
    Item,
    ItemKind,
    Note,
    ParsedStandard,
    Task,
    TaskGroup,
    VersionRow,
    facts,
    parse_standard,
    parsed_from_json,
    read_document,
    to_json,
    write_xlsx,
    xlsx_bytes,
)
from tests.engines.intake import made_up
from tests.engines.intake.printed import taken_apart
from tests.engines.intake.render_office import docx_of
from tests.engines.intake.render_pdf import pdf_of

LOOSE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.text(
    "茶園導覽步道品評紀錄安全風味季節abcXYZ019 ，。：（）【】KSTPOA.", min_size=1, max_size=24
)
# Beginnings that a reader of lines may take for something it is not.
LURES = (
    "T0",
    "T1.1 ",
    "K01",
    "A01",
    "P1.1.9",
    "V3 ",
    "版本",
    "職業 ",
    "工作描述：",
    "說明與補充事項",
    "第1頁共2頁",
)
STRAYS = st.lists(
    st.builds("{}{}".format, st.sampled_from(("",) * 9 + LURES), WORDS), min_size=1, max_size=3
)
BARE = str.maketrans("", "", " \t\n\r●⚫◆•◎○■□▪‧·◇※➢➤✓*-–—,，、.．:：/")


def everything(standard) -> str:
    """All texts of a parse in one string: fields, warnings and unplaced, without spaces."""
    known = to_json(standard)
    del known["standard"]["sha256"]
    return bare(json.dumps(known, ensure_ascii=False).replace("\\n", "").replace('\\"', '"'))


def bare(text: str) -> str:
    """Without spaces, bullets and separators, which are layout and no text."""
    return text.translate(BARE)


def assert_nothing_lost(lines, standard):
    kept = everything(standard)
    for line in lines:
        for cell in line.split("\t"):
            # A cell may be split into items; every stretch between codes must be somewhere.
            for part in made_up.words_of(cell):
                assert bare(part) in kept, part


@settings(LOOSE, max_examples=300)
@given(strays=STRAYS, at=st.integers(0, 40), column=st.none() | st.integers(0, 6))
def test_lines_put_anywhere_end_somewhere(strays, at, column):
    lines = made_up.tsv().split("\n")
    for stray in strays:
        cells = stray if column is None else "\t" * column + stray + "\t" * (6 - column)
        lines.insert(min(at, len(lines)), cells)
    assert_nothing_lost(lines, made_up.parsed("\n".join(lines)))


@settings(LOOSE, max_examples=200)
@given(line=WORDS, row=st.integers(0, 2), column=st.integers(0, 6), at_start=st.booleans())
def test_a_text_added_to_any_cell_ends_somewhere(line, row, column, at_start):
    rows = [list(one) for one in (made_up.ROW_1, made_up.ROW_2, made_up.ROW_3)]
    before = rows[row][column]
    rows[row][column] = f"{line} {before}" if at_start else f"{before} {line}"
    text = made_up.tsv(*map(tuple, rows))
    assert_nothing_lost([before, line], made_up.parsed(text))


@pytest.mark.parametrize("render", [docx_of, pdf_of])
def test_lines_between_the_sections_of_a_document_end_somewhere(render):
    printed = taken_apart(made_up.tsv())
    printed.attitudes.insert(1, "版權所有：茶園協會")
    printed.notes.append("最後一行沒有標號")
    printed.title = "某協會編印"
    standard = parse_standard(read_document(render(printed)))
    for text in ("版權所有", "茶園協會", "最後一行沒有標號", "某協會編印"):
        assert text in everything(standard)


# ---- export → import ----

NAME = st.text("茶園導覽步道品評紀錄安全風味季節製程文化", min_size=1, max_size=8)
SENTENCE = NAME.map(lambda text: f"依規範{text}並記錄。")


def items(kind, codes, names):
    return st.lists(names, max_size=3).map(
        lambda texts: tuple(
            Item(kind, codes(n), text) for n, text in enumerate(texts, start=1)
        )
    )  # fmt: skip


@st.composite
def blocks(draw, task, first):
    """A block whose items are numbered on from the block before it."""
    return Block(
        draw(st.none() | st.integers(1, 6)),
        draw(items(ItemKind.OUTPUT, lambda n: f"O{task}.{n + first}", NAME)),
        draw(items(ItemKind.INDICATOR, lambda n: f"P{task}.{n + first}", SENTENCE)),
        draw(items(ItemKind.KNOWLEDGE, lambda n: f"K{n:02d}", st.just("知識"))),
        draw(items(ItemKind.SKILL, lambda n: f"S{n:02d}", st.just("技能"))),
    )


@st.composite
def duties(draw):
    result = []
    for d in range(1, draw(st.integers(1, 3)) + 1):
        groups = []
        for t in range(1, draw(st.integers(1, 3)) + 1):
            n_blocks = draw(st.integers(1, 3))
            group = tuple(draw(blocks(f"{d}.{t}", 3 * b)) for b in range(n_blocks))
            tasks = [Task(f"T{d}.{t}", draw(NAME))]
            groups.append(TaskGroup(tuple(tasks), group))
        result.append(Duty(f"T{d}", draw(NAME), tuple(groups)))
    return tuple(result)


STANDARDS = st.builds(
    ParsedStandard,
    raw_code=st.sampled_from(["PGJ-TRN-001v2", "ABC1234-001v3"]),
    code_base=st.just(""),
    version_no=st.none(),
    title=NAME,
    kind=st.sampled_from(["職業", "職類"]),
    related_titles=st.lists(NAME, max_size=2).map(tuple),
    versions=st.lists(
        st.builds(
            VersionRow,
            st.just("V1"),
            st.just("ABC1234-001v1"),
            NAME,
            st.just("最新版本"),
            st.just("略"),
            st.none() | st.dates(),
        ),
        max_size=2,
    ).map(tuple),
    job_categories=st.lists(st.builds(Coded, NAME, st.just("ABC")), max_size=3).map(tuple),
    occupations=st.lists(st.builds(Coded, NAME, st.just("1234")), max_size=2).map(tuple),
    description=SENTENCE,
    level=st.none() | st.integers(1, 6),
    duties=duties(),
    attitudes=st.lists(NAME, max_size=3).map(
        lambda names: tuple(
            Item(ItemKind.ATTITUDE, f"A{n:02d}", name, "待人和善。") for n, name in enumerate(names, 1)
        )
    ),
    prerequisites=st.lists(SENTENCE, max_size=2).map(tuple),
    notes=st.lists(st.builds(Note, st.none() | st.integers(1, 9), NAME, SENTENCE), max_size=2).map(tuple),
)  # fmt: skip


def plain(standard):
    known = facts(standard)
    del known["warnings"]
    return known


@LOOSE
@given(STANDARDS)
def test_the_form_reads_back_the_same(standard):
    again = parse_standard(read_document(xlsx_bytes(standard)))
    assert plain(again) == plain(standard)
    assert (again.kind, again.related_titles) == (standard.kind, standard.related_titles)


@LOOSE
@given(STANDARDS)
def test_our_json_loses_nothing(standard):
    data = json.dumps(to_json(standard), ensure_ascii=False).encode()
    assert parsed_from_json(json.loads(data)) == standard


def test_our_json_keeps_places_warnings_and_unplaced():
    standard = made_up.parsed(made_up.tsv(made_up.ROW_1, "孤立的一行", versions=()))
    assert standard.warnings
    assert standard.unplaced
    payload = json.loads(json.dumps(to_json(standard)))
    assert (payload["format"], payload["version"]) == ("espalier-standard", 1)
    assert parsed_from_json(payload) == standard
    assert facts(parse_standard(read_document(json.dumps(payload).encode()))) == facts(standard)


def test_the_form_goes_to_a_path_as_well(tmp_path):
    standard = made_up.parsed(made_up.tsv())
    write_xlsx(standard, tmp_path / "form.xlsx")
    buffer = io.BytesIO()
    write_xlsx(standard, buffer)
    from_path = parse_standard(read_document((tmp_path / "form.xlsx").read_bytes()))
    assert plain(from_path) == plain(parse_standard(read_document(buffer.getvalue())))
    assert plain(from_path) == plain(standard)


def test_a_cell_that_looks_like_a_formula_stays_text():
    standard = made_up.parsed(made_up.tsv((made_up.ROW_1[0], "T1.1 =1+1", *made_up.ROW_1[2:])))
    again = parse_standard(read_document(xlsx_bytes(standard)))
    assert again.duties[0].groups[0].tasks == (Task("T1.1", "=1+1"),)
