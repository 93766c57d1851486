"""CSV, TSV and text pasted from a spreadsheet: encoding and delimiter are found out, not asked."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from django.utils.translation import gettext as _

from espalier.kit.imports.limits import HEADER_WITHIN_ROWS, ImportLimits
from espalier.kit.imports.reading.refusals import refused, too_many_cells, too_many_rows, wrong_type
from espalier.kit.imports.reading.sheets import Sheet

DELIMITERS = ("\t", ",", ";")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml|table|meta)", re.IGNORECASE)
# One apostrophe more than the person typed stands before a cell that a program would take for a formula.
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_FIELD_BYTES = 1_000_000


def read_delimited(data: bytes, filename: str, limits: ImportLimits) -> Sheet:
    """Raises: Refused when the bytes are no text, or hold more than a table may."""
    text = decode(data, filename)
    if _MARKUP.match(text):
        raise wrong_type(filename, "HTML/XML")
    delimiter = find_delimiter(text)
    csv.field_size_limit(_FIELD_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, limits.rows + HEADER_WITHIN_ROWS + 1))
    except csv.Error as error:
        message = _("A quotation mark is opened and never closed.")
        place = _("%(file)s · row %(row)d") % {"file": filename, "row": reader.line_num}
        raise refused(
            "broken_quotes", message, place, _("Close it, or save the table as XLSX.")
        ) from error
    if len(rows) > limits.rows + HEADER_WITHIN_ROWS:
        raise too_many_rows(len(rows), limits, filename)
    if max(map(len, rows), default=0) > limits.columns:
        raise too_many_cells(filename)
    return Sheet("CSV", rows, escaped=True)


def unescape(text: str) -> str:
    """Take back the apostrophe our exports put before a formula-like cell."""
    return text[1:] if text.startswith("'") and _ESCAPED.match(text) else text


def decode(data: bytes, filename: str) -> str:
    """UTF-8, UTF-16 or Big5 (code page 950), found by mark and by what decodes without an error."""
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text.rstrip("\x1a")
    raise wrong_type(filename)


def _candidates(data: bytes) -> list[str]:
    if data.startswith(b"\xef\xbb\xbf"):
        return ["utf-8-sig"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\x00" in data[:2000]:
        # Without a mark, the zero bytes of Latin letters and digits tell the byte order.
        head = data[:2000]
        little = head[1::2].count(0) >= head[0::2].count(0)
        return ["utf-16-le" if little else "utf-16-be"]
    return ["utf-8", "cp950", "big5hkscs"]


def find_delimiter(text: str) -> str:
    """The delimiter whose first records agree best on their number of columns; comma when none does."""
    head = "\n".join(islice(io.StringIO(text), HEADER_WITHIN_ROWS))[:65_536]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        try:
            records = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        widths = Counter(len(record) for record in records if len(record) > 1)
        score = max((width * n for width, n in widths.items()), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best
