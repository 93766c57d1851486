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
    xml_bytes : int
        Size of one XML part after inflating, because a parsed tree is many times larger.
    rows : int
        Rows that a file may give; a real standard has a few hundred.
    characters : int
        Characters in all rows together; a long standard has 60,000.
    seconds : float
        Wall-clock time for reading a PDF, looked at between pages.
    """

    file_bytes: int = 50 * _MEGABYTE
    uncompressed_bytes: int = 200 * _MEGABYTE
    compression_ratio: int = 200
    members: int = 5_000
    pages: int = 600
    page_objects: int = 60_000
    xml_bytes: int = 40 * _MEGABYTE
    rows: int = 20_000
    characters: int = 2_000_000
    seconds: float = 120.0


DEFAULT_LIMITS = Limits()
