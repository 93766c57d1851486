"""The smallest BIFF8 workbook in an OLE container, so that reading XLS is tested without a program to write one."""

import struct
from collections.abc import Sequence

SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls(rows: Sequence[Sequence[object]], *, sheet: str = "Sheet1") -> bytes:
    """Text and numbers only."""
    return _container(_workbook(rows, sheet))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _workbook(rows: Sequence[Sequence[object]], sheet: str) -> bytes:
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    name = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    end = _record(0x000A)
    start = len(begin) + 4 + 6 + len(name) + len(end)
    place = _record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    width = max(map(len, rows))
    page += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            page += _cell(i, j, value)
    return begin + place + end + page + end


def _cell(row: int, column: int, value: object) -> bytes:
    head = struct.pack("<HHH", row, column, 0)
    if isinstance(value, (int, float)):
        return _record(0x0203, head + struct.pack("<d", value))
    text = str(value)
    return _record(0x0204, head + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _container(stream: bytes) -> bytes:
    """One stream named Workbook; padded beyond the size below which OLE uses another table."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    n = len(stream) // SECTOR
    table = [_FAT, _END, *[3 + i for i in range(n - 1)], _END]
    fat = struct.pack("<128I", *(table + [_FREE] * (128 - len(table))))
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    directory = directory.ljust(SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    return head + fat + directory + stream


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    body = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return body + b"\0" * 36 + struct.pack("<IQ", start, size)
