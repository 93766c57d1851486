"""Opening containers that strangers made: sizes before inflating, no entities, no raw errors.

A container is never handed to an office library as it came. Its directory is weighed first, its members are
inflated one at a time and never beyond the size they declared, and their XML is parsed by a parser
that knows no entities.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from espalier.engines.intake.limits import Limits
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason

_ENCRYPTED_FLAG = 0x1
# An honest small office file may compress a hundredfold; only big results are worth a refusal.
_RATIO_FLOOR_BYTES = 10 * 1024 * 1024
_ENTITY_MARKS = tuple(
    "<!ENTITY".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a compression method Python does not know
    RuntimeError,  # zipfile's way of asking for a password
    ValueError,
    OSError,
    KeyError,
    UnicodeError,
    OverflowError,
)


class Container:
    """The members of a ZIP container, weighed at birth and inflated one at a time on demand."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN_ZIP as error:
            raise IntakeRefused(
                RefusalReason.TRUNCATED, f"the container has no readable directory ({error})"
            ) from error
        members = self._archive.infolist()
        self._limits = limits
        self.names = frozenset(member.filename for member in members)
        _weigh(members, len(data), limits)

    def read(self, name: str) -> bytes:
        """Inflate one member, never beyond the size its directory entry declared.

        Raises
        ------
        IntakeRefused
            ``truncated`` when the member is missing, cut or damaged.
        """
        try:
            return self._archive.read(name)
        except _BROKEN_ZIP as error:
            raise IntakeRefused(
                RefusalReason.TRUNCATED, f"member {name} cannot be read ({error})"
            ) from error

    def xml(self, name: str) -> Element:
        """Inflate and parse one XML member.

        Raises
        ------
        IntakeRefused
            ``too_large`` by its declared size, and what :func:`parse_xml` refuses.
        """
        size = self._archive.getinfo(name).file_size if name in self.names else 0
        if size > self._limits.xml_bytes:
            raise IntakeRefused(
                RefusalReason.TOO_LARGE,
                f"{name} holds {size} bytes, at most {self._limits.xml_bytes} are parsed",
            )
        return parse_xml(self.read(name), name)

    def repacked(self, wanted: Callable[[str], bool]) -> bytes:
        """Pack the wanted members again, stored, so that a library inflates nothing of theirs."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(filter(wanted, self.names)):
                content = self.read(name)
                refuse_entities(content, name)
                archive.writestr(name, content)
        return buffer.getvalue()


def _weigh(members: list[zipfile.ZipInfo], file_bytes: int, limits: Limits) -> None:
    """Refuse a container by its directory alone, before a single byte is inflated."""
    if len(members) > limits.members:
        raise IntakeRefused(RefusalReason.ZIP_BOMB, f"{len(members)} members in the container")
    total = sum(member.file_size for member in members)
    if total > limits.uncompressed_bytes:
        raise IntakeRefused(
            RefusalReason.ZIP_BOMB,
            f"{total} bytes after inflating, at most {limits.uncompressed_bytes} are read",
        )
    if total > _RATIO_FLOOR_BYTES and total > limits.compression_ratio * max(file_bytes, 1):
        raise IntakeRefused(
            RefusalReason.ZIP_BOMB,
            f"{file_bytes} bytes inflate to {total}, more than {limits.compression_ratio} to one",
        )
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise IntakeRefused(
            RefusalReason.PASSWORD_PROTECTED, "the container's members are encrypted"
        )


def refuse_entities(content: bytes, name: str) -> None:
    """Raise ``entity_bomb`` when an XML member declares entities; office files never need them."""
    if any(mark in content for mark in _ENTITY_MARKS):
        raise IntakeRefused(RefusalReason.ENTITY_BOMB, f"{name} declares XML entities")


def parse_xml(content: bytes, name: str) -> Element:
    """Parse XML with entities, external references and DTD retrieval forbidden.

    Raises
    ------
    IntakeRefused
        ``entity_bomb`` when entities are declared, ``truncated`` when the XML is not well formed.
    """
    refuse_entities(content, name)
    try:
        root: Element = ElementTree.fromstring(content)
    except DefusedXmlException as error:
        raise IntakeRefused(RefusalReason.ENTITY_BOMB, f"{name}: {error}") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise IntakeRefused(
            RefusalReason.TRUNCATED, f"{name} is not well-formed XML ({error})"
        ) from error
    return root
