"""What in a parsed standard a person should look at; nothing is corrected."""

import re
from collections.abc import Iterator

from espalier.engines.intake.cells import series_of
from espalier.engines.intake.codes import CodeKind, parse_code
from espalier.engines.intake.findings import Findings, WarningKind
from espalier.engines.intake.types import Item, ParsedStandard, Place

_BRACKETS = {
    "】": "【",
    "」": "「",
    "』": "『",
    "》": "《",
    "）": "（",
    ")": "(",
    "]": "[",
    "}": "{",
}
_SAME_SHAPE = {"（": "(", "）": ")"}
_REPLACED_BY = re.compile(r"《\s*([^》]+?)\s*》")
_VERSION = re.compile(r"[Vv]?(\d{1,4})")
_NUMBERED_CODE = re.compile(r"(?:[TOP]\d{1,4}(?:\.\d{1,4})+|[TKSA]\d{1,4})")
# Ideographs outside the basic block, private use and the replacement character: what a conversion
# leaves where it did not know a character; "(cid:n)" is a glyph that a PDF gives no meaning.
_RARE = re.compile(
    r"\(cid:\d+\)|[\u3400-\u4dbf\ue000-\uf8ff\ufffd\U00020000-\U0003ffff\U000f0000-\U0010ffff]"
)


def check_standard(parsed: ParsedStandard, findings: Findings) -> None:
    """Add the warnings that can be told from the whole standard."""
    _check_missing(parsed, findings)
    _check_code(parsed, findings)
    _check_versions(parsed, findings)
    _check_texts(parsed, findings)
    _check_same_text(parsed, findings)
    _check_numbering(parsed, findings)


def _check_missing(parsed: ParsedStandard, findings: Findings) -> None:
    absent = {
        WarningKind.NO_CODE: not parsed.raw_code,
        WarningKind.NO_TITLE: not parsed.title,
        WarningKind.NO_LEVEL: parsed.level is None,
        WarningKind.NO_VERSION_TABLE: not parsed.versions,
        WarningKind.NO_CONTENT: not any(True for _ in items_of(parsed)),
    }
    for kind, is_absent in absent.items():
        if is_absent:
            findings.warn(kind, None, "")


def _check_code(parsed: ParsedStandard, findings: Findings) -> None:
    """The code is no reliable source of category and occupation; a difference is shown."""
    code = parse_code(parsed.raw_code)
    if code is None or code.kind is CodeKind.OWN:
        return
    printed = [entry.code for entry in parsed.job_categories if entry.code]
    if printed and code.category not in printed:
        place = parsed.field_places.get("job_categories")
        text = f"{code.raw} / {' '.join(printed)}"
        findings.warn(WarningKind.CATEGORY_DIFFERS, place, text)
    printed = [entry.code for entry in parsed.occupations if entry.code]
    if printed and code.occupation not in printed:
        place = parsed.field_places.get("occupations")
        text = f"{code.raw} / {' '.join(printed)}"
        findings.warn(WarningKind.OCCUPATION_DIFFERS, place, text)


def _check_versions(parsed: ParsedStandard, findings: Findings) -> None:
    for row in parsed.versions:
        code = parse_code(row.code)
        if row.code and code is None:
            findings.warn(WarningKind.CODE_NOT_READ, None, f"{row.version} {row.code}")
        number = _VERSION.fullmatch(row.version)
        if code is not None and (number is None or int(number[1]) != code.version_no):
            findings.warn(WarningKind.VERSION_DIFFERS, None, f"{row.version} {row.code}")
        for replaced_by in _REPLACED_BY.findall(row.note):
            other = parse_code(replaced_by)
            if code is not None and (other is None or other.code_base != code.code_base):
                findings.warn(WarningKind.REPLACED_BY_OTHER, None, f"{row.code} → {replaced_by}")
    known = [row.code for row in parsed.versions if row.code]
    if known and parsed.raw_code and parsed.raw_code not in known:
        place = parsed.field_places.get("code")
        findings.warn(WarningKind.VERSION_DIFFERS, place, f"{parsed.raw_code} / {known[0]}")


def items_of(parsed: ParsedStandard) -> Iterator[Item]:
    """Every item of the blocks in printed order, as often as it is printed."""
    for duty in parsed.duties:
        for group in duty.groups:
            for block in group.blocks:
                yield from block.outputs
                yield from block.indicators
                yield from block.knowledge
                yield from block.skills


def _printed_texts(parsed: ParsedStandard) -> Iterator[tuple[str, str, Place | None]]:
    yield "", parsed.description, parsed.field_places.get("description")
    for duty in parsed.duties:
        yield duty.code, duty.name, None
        for group in duty.groups:
            for task in group.tasks:
                yield task.code, task.name, None
    for item in (*items_of(parsed), *parsed.attitudes):
        yield item.code, item.name + item.definition, item.places[0] if item.places else None
    for text in (*parsed.prerequisites, *(note.printed or note.text for note in parsed.notes)):
        yield "", text, None


def _check_texts(parsed: ParsedStandard, findings: Findings) -> None:
    seen: set[tuple[str, str]] = set()
    for code, text, place in _printed_texts(parsed):
        if (code, text) in seen:
            continue
        seen.add((code, text))
        quoted = f"{code} {text}".strip()
        if _has_stray_bracket(text):
            findings.warn(WarningKind.STRAY_BRACKET, place, quoted)
        rare = "".join(dict.fromkeys(_RARE.findall(text)))
        if rare:
            findings.warn(WarningKind.RARE_CHARACTER, place, f"{rare}: {quoted}")


def _has_stray_bracket(text: str) -> bool:
    open_brackets: list[str] = []
    for character in text:
        folded = _SAME_SHAPE.get(character, character)
        if folded in "([{【「『《":
            open_brackets.append(folded)
        elif character in _BRACKETS:
            opening = _BRACKETS[character]
            wanted = _SAME_SHAPE.get(opening, opening)
            if not open_brackets or open_brackets.pop() != wanted:
                return True
    return bool(open_brackets)


def _check_same_text(parsed: ParsedStandard, findings: Findings) -> None:
    """Two codes with one text may be one thing; two indicators of one code are two things."""
    codes: dict[tuple[str, str], Item] = {}
    indicators: dict[str, Item] = {}
    for item in items_of(parsed):
        if not item.code or not item.name:
            continue
        place = item.places[0] if item.places else None
        if item.kind.value == "P":
            first = indicators.setdefault(item.code, item)
            if first is not item:
                text = f"{item.code} {first.name} / {item.name}"
                findings.warn(WarningKind.SAME_CODE_OTHER_TEXT, place, text)
        other = codes.setdefault((item.kind.value, item.name), item)
        if other.code != item.code:
            text = f"{other.code} / {item.code} {item.name}"
            findings.warn(WarningKind.SAME_TEXT_OTHER_CODE, place, text)
            codes[item.kind.value, item.name] = item


def _check_numbering(parsed: ParsedStandard, findings: Findings) -> None:
    _check_task_numbers(parsed, findings)
    for letter in "KSA":
        _check_sequence(parsed, letter, findings)


def _check_task_numbers(parsed: ParsedStandard, findings: Findings) -> None:
    """Outputs and indicators count from one within their task; breaks are shown once each."""
    last: dict[str, int] = {}
    seen: set[str] = set()
    for duty in parsed.duties:
        for group in duty.groups:
            tasks = {task.code[1:] for task in group.tasks if task.code}
            for block in group.blocks:
                for item in (*block.outputs, *block.indicators):
                    if item.code in seen or not _NUMBERED_CODE.fullmatch(item.code):
                        continue
                    seen.add(item.code)
                    series, number = series_of(item.code)
                    is_foreign = "." in series and tasks and series[1:] not in tasks
                    if is_foreign or number != last.get(series, 0) + 1:
                        place = item.places[0] if item.places else None
                        text = f"{item.code} {item.name}"
                        findings.warn(WarningKind.NUMBERING_BREAKS, place, text)
                    last[series] = number


def _check_sequence(parsed: ParsedStandard, letter: str, findings: Findings) -> None:
    codes = (item.code for item in (*items_of(parsed), *parsed.attitudes))
    numbers = {int(c[1:]) for c in codes if c[:1] == letter and _NUMBERED_CODE.fullmatch(c)}
    # The numbers printed are few; a damaged one may be huge, so gaps are walked, not counted up.
    ordered = sorted(numbers)
    for before, after in zip([0, *ordered], ordered, strict=False):
        if after == before + 2:
            findings.warn(WarningKind.GAP_IN_SEQUENCE, None, f"{letter}{before + 1:02d}")
        elif after > before + 1:
            text = f"{letter}{before + 1:02d}–{letter}{after - 1:02d}"
            findings.warn(WarningKind.GAP_IN_SEQUENCE, None, text)
