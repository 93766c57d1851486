"""How much of an uploaded table is looked at, so that no file can take the process down."""

from dataclasses import dataclass

from espalier.engines.intake.limits import Limits as ContainerLimits

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """Upper bounds of one file; each is checked before the work it would cost.

    Units: bytes; rows of data in one sheet; columns of a sheet; cells of a sheet between its first and last.
    """

    file_bytes: int = 25 * _MEGABYTE
    uncompressed_bytes: int = 250 * _MEGABYTE
    rows: int = 100_000
    columns: int = 500
    cells: int = 8_000_000

    @property
    def container(self) -> ContainerLimits:
        return ContainerLimits(
            file_bytes=self.file_bytes, uncompressed_bytes=self.uncompressed_bytes
        )


DEFAULT_LIMITS = ImportLimits()
# Above the header there may be a title, a date and remarks; below it data begins.
HEADER_WITHIN_ROWS = 30
