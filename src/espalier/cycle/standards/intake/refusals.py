"""Why a file cannot be taken in, in the person's language and with what to do about it."""

from django.utils.translation import gettext_lazy as _

from espalier.engines.intake import IntakeRefused, RefusalReason
from espalier.kit.errors import Problem, Refused, Text

_WORDS: dict[RefusalReason, tuple[Text, Text]] = {
    RefusalReason.EMPTY: (
        _("The file is empty."),
        _("Choose the file again, or paste its text."),
    ),
    RefusalReason.WRONG_TYPE: (
        _("This kind of file cannot be read as a standard."),
        _("Bring the standard as PDF, ODT, DOCX, XLSX, TSV, plain text or our own JSON."),
    ),
    RefusalReason.PASSWORD_PROTECTED: (
        _("The file is protected by a password."),
        _("Type the right password, or bring a copy without one."),
    ),
    RefusalReason.TRUNCATED: (
        _("The file is damaged or not complete."),
        _("Download it again and check that it opens on your computer."),
    ),
    RefusalReason.TOO_LARGE: (
        _("The file is larger than a standard can be."),
        _("Remove pictures, or bring only the pages of the standard."),
    ),
    RefusalReason.ZIP_BOMB: (
        _("The file unpacks to far more than it may."),
        _("Open it with your office program and save it again as a new file."),
    ),
    RefusalReason.ENTITY_BOMB: (
        _("The file contains definitions that a safe document never has."),
        _("Open it with your office program and save it again as a new file."),
    ),
    RefusalReason.SCANNED_WITHOUT_TEXT: (
        _("The pages are pictures without text."),
        _("Bring the original document, or recognise the text first (OCR) and paste it."),
    ),
    RefusalReason.NO_STANDARD: (
        _("No competency standard was found in this file."),
        _("Check that it holds the table of duties, tasks, indicators, knowledge and skills."),
    ),
}


class FileRefused(Refused):
    """The file itself cannot be taken in, whatever the catalogue holds."""


def refused(refusal: IntakeRefused, name: str) -> FileRefused:
    """The refusal of the engine as a refusal of the room; ``name`` is the file's."""
    message, remedy = _WORDS[refusal.reason]
    detail: dict[str, object] = {"detail": refusal.detail}
    return FileRefused(
        [Problem(refusal.reason.value, message, place=name, remedy=remedy, params=detail)]
    )
