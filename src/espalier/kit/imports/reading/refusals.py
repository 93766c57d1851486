"""Refusing a whole file, in words that name the remedy."""

from django.utils.translation import gettext as _

from espalier.engines.intake.refusals import RefusalReason
from espalier.kit.errors import Problem, Refused
from espalier.kit.imports.limits import ImportLimits


def refused(code: str, message: str, place: str, remedy: str) -> Refused:
    """One problem of a whole file, to be raised by whoever found it."""
    return Refused([Problem(code, message, place, remedy)])


def empty_file(place: str) -> Refused:
    return refused(
        "empty_file", _("The file is empty."), place, _("Choose the file that holds the rows.")
    )


def file_too_large(size: int, limits: ImportLimits, place: str) -> Refused:
    message = _("The file has %(size)d MB; at most %(limit)d MB are read.") % {
        "size": -(-size // 2**20),
        "limit": limits.file_bytes // 2**20,
    }
    return refused("file_too_large", message, place, _("Split the rows over several files."))


def wrong_type(place: str, what: str = "") -> Refused:
    message = _("This is not a table we can read.")
    if what:
        message = _("This is not a table we can read: it is %(what)s.") % {"what": what}
    remedy = _("Open it in your spreadsheet program and save it as XLSX or CSV.")
    return refused("wrong_type", message, place, remedy)


def password_protected(place: str) -> Refused:
    return refused(
        "password_protected",
        _("The file is protected by a password."),
        place,
        _("Remove the password in your spreadsheet program and save it again."),
    )


def damaged_file(place: str) -> Refused:
    return refused(
        "damaged_file",
        _("The file is damaged or cut off."),
        place,
        _("Open it in your spreadsheet program, save it as XLSX and upload that."),
    )


def bad_container(reason: RefusalReason, place: str) -> Refused:
    """Say in our words what the container check of the intake engine found."""
    if reason is RefusalReason.PASSWORD_PROTECTED:
        return password_protected(place)
    if reason in (RefusalReason.ZIP_BOMB, RefusalReason.TOO_LARGE):
        return refused(
            "zip_bomb",
            _("The file unpacks to far more data than a table of this size holds."),
            place,
            _("Copy the rows into a new workbook and save that."),
        )
    if reason is RefusalReason.ENTITY_BOMB:
        return refused(
            "entity_bomb",
            _("The file declares XML entities, which no spreadsheet program writes."),
            place,
            _("Copy the rows into a new workbook and save that."),
        )
    if reason is RefusalReason.WRONG_TYPE:
        return wrong_type(place)
    return damaged_file(place)


def too_many_rows(n: int, limits: ImportLimits, place: str) -> Refused:
    message = _("The sheet has %(n)d rows; at most %(limit)d are read.") % {
        "n": n,
        "limit": limits.rows,
    }
    return refused("too_many_rows", message, place, _("Split the rows over several files."))


def too_many_cells(place: str) -> Refused:
    return refused(
        "too_many_cells",
        _("The sheet has cells far away from its table."),
        place,
        _("Delete the empty rows and columns around the table and save it again."),
    )
