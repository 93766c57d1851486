"""Two people editing one record: the second is told, and neither text is lost."""

from collections.abc import Mapping
from datetime import datetime

from espalier.kit.errors import Conflict


def version_token(version: datetime | int | None) -> str:
    """The form's hidden ``version`` field: when, or how often, the record was changed."""
    if isinstance(version, datetime):
        return version.isoformat()
    return "" if version is None else str(version)


def concurrent_edit_check(
    *,
    sent: str,
    current: datetime | int | None,
    theirs: Mapping[str, object],
    yours: Mapping[str, object],
) -> None:
    """Refuse to overwrite what somebody else saved since the form was opened.

    ``theirs`` and ``yours`` map field labels to texts; the 409 page shows both with the difference.
    Equal texts are no conflict, whoever saved first.

    Raises: Conflict.
    """
    if sent == version_token(current):
        return
    different = {label for label in yours if str(yours[label]) != str(theirs.get(label, ""))}
    if different:
        raise Conflict(
            theirs={label: theirs.get(label, "") for label in yours if label in different},
            yours={label: yours[label] for label in yours if label in different},
        )
