"""A table as a download, with a file name in any script."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from espalier.kit.exports.tables import Format, export_table

MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_response(
    *, columns: Sequence[str], rows: Iterable[Sequence[object]], fmt: Format, title: str
) -> HttpResponse:
    """Answer with the table as a file called like its title."""
    data = export_table(columns=columns, rows=rows, fmt=fmt, title=title)
    return file_response(data, media_type=MEDIA_TYPES[fmt], filename=f"{title}.{fmt}")


def file_response(data: bytes, *, media_type: str, filename: str) -> HttpResponse:
    """Bytes as a download; the name is given as RFC 5987 asks, so that 員工.xlsx keeps its name."""
    response = HttpResponse(data, content_type=media_type)
    disposition = content_disposition_header(as_attachment=True, filename=_safe(filename))
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "no-store"
    return response


def _safe(filename: str) -> str:
    """Without path signs and control characters, which a name could smuggle into the header."""
    return "".join("_" if c in '/\\:*?"<>|' or ord(c) < 32 else c for c in filename)
