"""What became of every source line: an account of its own, made from the places and the texts."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from espalier.cycle.standards.intake.rules import paths
from espalier.cycle.standards.intake.types import Fate, SourceLine
from espalier.engines.intake.types import Duty, ParsedStandard, Place

# What every such form prints besides its content; spaces, digits and brackets are folded away.
_FORM = re.compile(
    r"(?:版本|職能基準|代碼|名稱|狀態|更新說明|發展更新日期|擇一填寫|職類別?|職業別?|行業別?|所屬|類別"
    r"|工作描述|基準|職能|級別|主要職責|工作任務|工作產出|行為指標|內涵|knowledge|知識|skills?|技能"
    r"|attitude|態度|說明與補充事項|建議擔任此之?|學歷|經驗|或?能力條件|之|區塊|其他補充說明|歷史資料|略|第|頁|共"
    r"|最新|歷史|[ksa=:：()（）/／、,，.．•●◎◆\-–—_*#《》]|\d)*"
)
_SHORTEST = 2  # characters a text needs before finding it in a field proves anything


def source_lines(rows: Sequence[Mapping[str, Any]], parsed: ParsedStandard) -> list[SourceLine]:
    """Every source line with its fate. A warning outranks a field: the person should look there."""
    account = _Account(parsed)
    return [account.line(row) for row in rows]


class _Account:
    def __init__(self, parsed: ParsedStandard) -> None:
        self._parts: defaultdict[Place, list[str]] = defaultdict(list)
        self._warnings: defaultdict[Place, list[str]] = defaultdict(list)
        self._unplaced = {left.place for left in parsed.unplaced}
        for place, name in _placed_parts(parsed):
            if name not in self._parts[place]:
                self._parts[place].append(name)
        for warning in parsed.warnings:
            if warning.place:
                self._warnings[warning.place].append(warning.kind)
        self._texts = [(name, _bare(text)) for name, text in _texts(parsed)]

    def line(self, row: Mapping[str, Any]) -> SourceLine:
        place = Place(row["page"], row["line"])
        cells = tuple(str(cell or "") for cell in row["cells"])
        parts = self._parts.get(place, []) or self._parts_by_text(cells)
        warnings = tuple(dict.fromkeys(self._warnings.get(place, ())))
        fate = self._fate(place, cells, bool(parts), bool(warnings))
        return SourceLine(
            paths.anchor(place), place.page, place.line, cells, fate, tuple(parts), warnings
        )

    def _fate(self, place: Place, cells: tuple[str, ...], has_parts: bool, warned: bool) -> Fate:
        if place in self._unplaced:
            return Fate.UNPLACED
        if warned:
            return Fate.WARNING
        if has_parts:
            return Fate.FIELD
        bare = _bare("".join(cells))
        return Fate.FORM if _FORM.fullmatch(bare) else Fate.UNTRACED

    def _parts_by_text(self, cells: Iterable[str]) -> list[str]:
        """Fields that hold the words of this line, or are held by them; wrapped lines need this."""
        found: list[str] = []
        for cell in cells:
            bare = _bare(cell)
            if len(bare) < _SHORTEST or _FORM.fullmatch(bare):
                continue
            found += [
                name
                for name, text in self._texts
                if len(text) >= _SHORTEST and (bare in text or text in bare)
            ]
        return list(dict.fromkeys(found))


def _placed_parts(parsed: ParsedStandard) -> Iterator[tuple[Place, str]]:
    for name, place in parsed.field_places.items():
        yield place, name
    printed = [item for _path, item in paths.all_block_items(parsed)]
    for item in (*printed, *parsed.attitudes):
        for place in item.places:
            yield place, item.code or item.name[:12]


def _texts(parsed: ParsedStandard) -> Iterator[tuple[str, str]]:
    yield "title", parsed.title
    yield "description", parsed.description
    yield from (("related_titles", text) for text in parsed.related_titles)
    for row in parsed.versions:
        yield "versions", f"{row.version}{row.code}{row.name}{row.status}{row.note}"
    for name in paths.CODED_LISTS:
        yield from ((name, entry.name + entry.code) for entry in getattr(parsed, name))
    for duty in parsed.duties:
        yield from _duty_texts(duty)
    yield from ((item.code or "A", item.name + item.definition) for item in parsed.attitudes)
    yield from (("prerequisite", text) for text in parsed.prerequisites)
    yield from (("note", f"{note.term}{note.text}") for note in parsed.notes)
    yield "meaning_of_a", parsed.meaning_of_a


def _duty_texts(duty: Duty) -> Iterator[tuple[str, str]]:
    yield duty.code, duty.code + duty.name
    for group in duty.groups:
        yield from ((task.code, task.code + task.name) for task in group.tasks)


def _bare(text: str) -> str:
    """Letters and words only: full width folded, spaces and marks of notes taken off."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s【】\[\]：:；;，,。.、]+", "", re.sub(r"【註?\d*】", "", plain))
