"""The codes of standards: official ones, and those of an organisation's own models."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_VERSION = r"(?:v(?P<v>\d{1,4}))?"
_OFFICIAL = re.compile(
    r"(?P<base>(?P<category>[A-Z]{3,4})(?P<occupation>\d{3,4})-\d{3})" + _VERSION, re.ASCII
)
_OWN = re.compile(r"(?P<base>[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,12}){1,3})" + _VERSION, re.ASCII)
# Letters, occupation digits and a serial make an official code even where one digit is wrong; such
# a code is damaged, and taking it for an organisation's own would hide that.
_NEARLY_OFFICIAL = re.compile(r"[A-Z]{3,4}\d{3,4}-\d+", re.ASCII)


class CodeKind(StrEnum):
    """Whose code it is."""

    OFFICIAL = "official"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class StandardCode:
    """A standard's code taken apart.

    Parameters
    ----------
    raw : str
        As printed.
    kind : CodeKind
    code_base : str
        Without the version; the identity that versions share.
    version_no : int
        1 when the code carries no version, which is how first versions are printed.
    has_version : bool
        Whether the code itself carries a version.
    category : str
        Letters of an official code ("BHR"), else "". Not a reliable source of the category.
    occupation : str
        Digits of an official code ("1212"), else "". As unreliable.
    """

    raw: str
    kind: CodeKind
    code_base: str
    version_no: int
    has_version: bool
    category: str = ""
    occupation: str = ""


def parse_code(raw: str) -> StandardCode | None:
    """Take a code apart; ``None`` when it is neither official nor of an own code space.

    Full-width characters and spaces around the code are read as what they stand for; nothing is
    repaired. An own code needs at least two parts joined by hyphens ("PGJ-TRN-001v2").

    Examples
    --------
    >>> parse_code("ABC1234-001").version_no
    1
    >>> parse_code("PGJ-TRN-001v2").kind.value
    'own'
    >>> parse_code("ABC1234-01") is None
    True
    """
    folded = unicodedata.normalize("NFKC", raw).strip()
    found = _OFFICIAL.fullmatch(folded)
    if found:
        kind, category, occupation = CodeKind.OFFICIAL, found["category"], found["occupation"]
    else:
        found = None if _NEARLY_OFFICIAL.match(folded) else _OWN.fullmatch(folded)
        kind, category, occupation = CodeKind.OWN, "", ""
    if not found:
        return None
    version = found["v"]
    return StandardCode(
        raw, kind, found["base"], int(version or 1), version is not None, category, occupation
    )
