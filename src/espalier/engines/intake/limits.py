"""How much of a file intake is willing to look at, so that no upload can take the process down."""

from dataclasses import dataclass

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file; every one of them is checked before the work it would cost.

    Parameters
    ----------
    file_bytes : int
        Size of the file as uploaded, in bytes.
    uncompressed_bytes : int
        Sum of the sizes of all members of a ZIP container after inflating, in bytes.
    compression_ratio : int
        Uncompressed over compressed size of the container (small containers are exempt, because
        an honest empty sheet compresses very well).
    members : int
        Number of members of a ZIP container.
    pages : int
        Pages of a PDF.
    page_objects : int
        Characters plus drawn lines on one PDF page.
    rows : int
        Rows that a file may give; a real standard has a few hundred.
    seconds : float
        Wall-clock time for reading a PDF, looked at between pages.
    """

    file_bytes: int = 50 * _MEGABYTE
    uncompressed_bytes: int = 200 * _MEGABYTE
    compression_ratio: int = 200
    members: int = 5_000
    pages: int = 600
    page_objects: int = 60_000
    rows: int = 200_000
    seconds: float = 120.0


DEFAULT_LIMITS = Limits()
