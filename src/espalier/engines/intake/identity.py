"""Title, version table and identity table of a standard."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from espalier.engines.intake.findings import Findings, WarningKind
from espalier.engines.intake.types import Coded, Place, SourceRow, VersionRow
from espalier.engines.intake.wording import compact, tidy

_LABELS = {
    "職能基準代碼": "code",
    "職能模型代碼": "code",
    "職能基準名稱(擇一填寫)": "name",
    "職能基準名稱": "name",
    "職能模型名稱(擇一填寫)": "name",
    "職能模型名稱": "name",
    "(擇一填寫)": "name",
    "職類": "category_title",
    "職業": "occupation_title",
    "所屬類別": "",
    "所屬": "",
    "類別": "",
    "職類別": "job_categories",
    "職類別代碼": "job_categories code",
    "職業別": "occupations",
    "職業別代碼": "occupations code",
    "行業別": "industries",
    "行業別代碼": "industries code",
    "工作描述": "description",
    "基準級別": "level",
}
_LABEL_IN_LINE = re.compile(
    "(?:^|(?<=\\s))("
    + "|".join(
        r"\s?".join(map(re.escape, label)).replace(r"\(", "[（(]").replace(r"\)", "[)）]")
        for label in sorted(_LABELS, key=len, reverse=True)
    )
    + r")(?=[\s:：]|$)[:：]?"
)
_TITLE = re.compile(r"(?P<old>《歷史資料》)?\s*(?P<name>.{1,80}?)\s*(職能基準|職能模型)$")
_HISTORICAL = "《歷史資料》"
_RELATED = re.compile(
    r"\s*[（(]\s*此(?:基準|模型)?相關職[業類]包含[:：]?\s*(?P<list>.+?)\s*[)）]\s*$"
)
_CODES_BETWEEN = re.compile(r"[\s、,，;；]+")
_NAMES_BETWEEN = re.compile(r"\s*[;；]\s*")
_VERSION_LINE = re.compile(r"V\d+\s+\S+\s+\S")
_QUOTED_CODE = re.compile(r"《[A-Za-z0-9\-\s]+》")
_DATE = re.compile(r"(?:民國)?(\d{2,4})[/.\-年](\d{1,2})[/.\-月](\d{1,2})日?")
_REPUBLIC_OFFSET = 1911
_CONTINUABLE = frozenset(
    {"description", "category_title", "occupation_title", "job_categories", "occupations"}
)
# Sub-categories of the official scheme by domain letter, for taking apart codes that were printed
# without a gap ("MPMINM").
_DOMAINS = {
    "A": "PA PP TC VA",
    "B": "AS GM HR IM LM",
    "C": "AP CM",
    "E": "EA TE",
    "F": "AC BF FN IS SI",
    "H": "BR MS",
    "I": "DC IS NM SD",
    "K": "MA MC MM PS RM",
    "L": "LS PS",
    "M": "EM IM MP PD PM QM",
    "N": "AO AR EP FP PR",
    "P": "IC SS",
    "R": "LM TM TO",
    "S": "ET MS",
    "T": "FB HM RM TM",
}
_SUB_CATEGORIES = frozenset(d + rest for d, rests in _DOMAINS.items() for rest in rests.split())
_CATEGORY_LENGTH = 3


@dataclass(slots=True)
class Identity:
    """Raw values of the identity table by field, with the place where each field begins."""

    title: str = ""
    is_historical: bool = False
    values: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    pairs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    versions: list[VersionRow] = field(default_factory=list)
    last_field: str = ""

    def text(self, name: str) -> str:
        return tidy("\n".join(self.values.get(name, [])))

    def one_word(self, name: str) -> str:
        return "".join(self.text(name).split())


def take_title(text: str, place: Place, identity: Identity) -> bool:
    """Take a title line; a title repeated on later pages is the same title."""
    found = _TITLE.fullmatch(tidy(text))
    if not found:
        return False
    name = found["name"].removeprefix(_HISTORICAL).strip()
    if identity.title and identity.title != name:
        return False
    identity.title = name
    identity.is_historical = identity.is_historical or found["old"] is not None
    identity.places.setdefault("title", place)
    return True


def is_identity_row(row: SourceRow) -> bool:
    """Tell a row that begins with a label of the identity table."""
    texts = [cell for cell in row.cells if cell and cell.strip()]
    if len(texts) == 1:
        return _LABEL_IN_LINE.match(texts[0]) is not None or compact(texts[0]) in _LABELS
    return any(compact(text) in _LABELS for text in texts)


def take_identity(row: SourceRow, identity: Identity, findings: Findings) -> None:
    """Give every cell of a row to the label before it."""
    pair: dict[str, list[str]] = {}
    name = ""
    for text, label in _labelled(row):
        if label is not None:
            name = label
            identity.last_field = label or identity.last_field
            continue
        if not name and (label_of_row := _field_of_row(row)):
            name = label_of_row
        if not name:
            findings.leave(row.place, text)
        elif _is_coded(name):
            pair.setdefault(name, []).append(text)
        else:
            identity.values.setdefault(name, []).append(text)
        identity.places.setdefault(name.removesuffix(" code"), row.place)
    _take_pair(pair, identity)


def continue_identity(row: SourceRow, identity: Identity) -> bool:
    """Append a row without labels to the text it goes on from, where that can be."""
    name = identity.last_field
    if name not in _CONTINUABLE:
        return False
    text = "\n".join(cell for cell in row.cells if cell and cell.strip())
    if _is_coded(name):
        names, codes = identity.pairs[name][-1] if identity.pairs.get(name) else ("", "")
        identity.pairs.setdefault(name, [])[-1:] = [(f"{names}\n{text}".strip(), codes)]
    else:
        identity.values.setdefault(name, []).append(text)
    return True


def _labelled(row: SourceRow) -> Iterator[tuple[str, str | None]]:
    """Yield the texts of a row, each with its field when it is a label, else with None."""
    texts = [cell.strip() for cell in row.cells if cell and cell.strip()]
    if len(texts) == 1 and compact(texts[0]) not in _LABELS:
        texts = [part.strip() for part in _LABEL_IN_LINE.split(texts[0]) if part.strip()]
    for text in texts:
        yield text, _LABELS.get(compact(text).rstrip(":"))


def _field_of_row(row: SourceRow) -> str:
    """A value whose label was merged away belongs to the field whose code stands in its row."""
    labels = (_LABELS.get(compact(cell)) or "" for cell in row.cells if cell)
    return next((label.removesuffix(" code") for label in labels if label.endswith(" code")), "")


def _is_coded(name: str) -> bool:
    return name.removesuffix(" code") in ("job_categories", "occupations", "industries")


def _take_pair(pair: dict[str, list[str]], identity: Identity) -> None:
    for name in ("job_categories", "occupations", "industries"):
        names, codes = pair.get(name, []), pair.get(f"{name} code", [])
        if names or codes:
            identity.pairs.setdefault(name, []).append(("\n".join(names), "\n".join(codes)))


def coded_entries(name: str, identity: Identity, findings: Findings) -> tuple[Coded, ...]:
    """Pair the names of a classification with its codes; what cannot be paired stays unpaired."""
    entries: list[Coded] = []
    for names_text, codes_text in identity.pairs.get(name, []):
        codes = _codes(codes_text, name)
        names = _names(names_text, len(codes))
        if len(names) == len(codes) or not (names and codes):
            width = max(len(names), len(codes))
            names += [""] * (width - len(names))
            codes += [""] * (width - len(codes))
            entries += [Coded(one, code) for one, code in zip(names, codes, strict=True)]
            continue
        findings.warn(
            WarningKind.CATEGORIES_UNMATCHED,
            identity.places.get(name),
            f"{tidy(names_text)} / {tidy(codes_text)}",
        )
        entries += [Coded(one, "") for one in names] + [Coded("", code) for code in codes]
    return tuple(entries)


def _codes(text: str, name: str) -> list[str]:
    codes = [code for code in _CODES_BETWEEN.split(text.strip()) if code]
    if name == "job_categories" and len(codes) == 1 and len(codes[0]) > _CATEGORY_LENGTH:
        glued = codes[0]
        parts = [glued[i : i + _CATEGORY_LENGTH] for i in range(0, len(glued), _CATEGORY_LENGTH)]
        if all(part in _SUB_CATEGORIES for part in parts):
            return parts
    return codes


def _names(text: str, n_codes: int) -> list[str]:
    """Split names at line breaks and semicolons only: 「、」 is part of official names."""
    if n_codes == 1:
        return [tidy(text)] if text.strip() else []
    lines = [line for line in text.split("\n") if line.strip()]
    parts = [part for line in lines for part in _NAMES_BETWEEN.split(line) if part.strip()]
    if len(parts) > n_codes > 0:
        parts = _unwrapped(parts)
    return [tidy(part) for part in parts]


def _unwrapped(lines: list[str]) -> list[str]:
    """Join lines of a narrow column: a new name begins with the line that brings a new slash."""
    names: list[str] = []
    for line in lines:
        has_slash = "/" in compact(line)
        if names and not (has_slash and "/" in compact(names[-1])):
            names[-1] = f"{names[-1]}\n{line}"
        else:
            names.append(line)
    return names


def related_titles(title: str) -> tuple[str, tuple[str, ...]]:
    """Split 「name (此基準相關職業包含：…)」 into the name and the related occupations."""
    found = _RELATED.search(title)
    if not found:
        return title, ()
    names = (name.strip() for name in re.split("[、,，;；]", found["list"]))
    return title[: found.start()].strip(), tuple(name for name in names if name)


def take_version(
    row: SourceRow, columns: dict[int, str], identity: Identity, findings: Findings
) -> bool:
    """Take a row of the version table; False when the row is none."""
    cells = list(row.cells)
    filled = [cell for cell in cells if cell and cell.strip()]
    if len(filled) == 1 and _VERSION_LINE.match(filled[0].strip()):
        cells = [*filled[0].split(maxsplit=5)]
        columns = dict(enumerate(("version", "code", "name", "status", "note", "updated_on")))
    elif len(filled) < 2:
        return False
    values = dict.fromkeys(columns.values(), "")
    for index, cell in enumerate(cells):
        if cell and cell.strip():
            if index not in columns:
                findings.leave(row.place, cell)
            else:
                values[columns[index]] = tidy(cell)
    identity.versions.append(_version_row(values, row.place, findings))
    return True


def _version_row(values: dict[str, str], place: Place, findings: Findings) -> VersionRow:
    note = _QUOTED_CODE.sub(lambda m: "".join(m.group().split()), values.get("note", ""))
    return VersionRow(
        "".join(values.get("version", "").split()),
        "".join(values.get("code", "").split()),
        values.get("name", ""),
        values.get("status", ""),
        note,
        read_date(values.get("updated_on", ""), place, findings),
    )


def read_date(text: str, place: Place, findings: Findings) -> date | None:
    """Read a year/month/day date; a year of two or three digits is of the Republic (民國)."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    if not folded:
        return None
    found = _DATE.fullmatch(folded)
    if found:
        year, month, day = (int(part) for part in found.groups())
        try:
            return date(year + (_REPUBLIC_OFFSET if len(found[1]) < 4 else 0), month, day)
        except ValueError:
            pass
    findings.warn(WarningKind.DATE_NOT_READ, place, text)
    return None
