"""Why a file cannot be taken in, as stable codes a caller may translate and test for."""

from enum import StrEnum


class RefusalReason(StrEnum):
    """The reasons for which intake refuses a file; the values are part of the contract."""

    EMPTY = "empty"
    WRONG_TYPE = "wrong_type"
    PASSWORD_PROTECTED = "password_protected"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    ZIP_BOMB = "zip_bomb"
    ENTITY_BOMB = "entity_bomb"
    SCANNED_WITHOUT_TEXT = "scanned_without_text"
    NO_STANDARD = "no_standard"


class IntakeRefused(Exception):
    """A file that intake will not read.

    Parameters
    ----------
    reason : RefusalReason
        The stable code; a room maps it to a sentence in the reader's language with the remedy.
    detail : str
        What was found, in English, naming place and value where there is one.
    """

    def __init__(self, reason: RefusalReason, detail: str) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail
