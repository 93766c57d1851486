"""What happened to a record, read from the audit log, for the foot of its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from espalier.kit.audit import queries as audit
from espalier.kit.audit.words import act_words
from espalier.kit.errors import Text

SHOWN = 20  # the newest; the audit log has them all


@dataclass(frozen=True, slots=True)
class Change:
    """One act: when, who, what, and the fields it changed as (label, before, after)."""

    at: datetime
    by: str
    act: str
    fields: tuple[tuple[Text, str, str], ...]


def history_of(record: Model, labels: Mapping[str, Text]) -> tuple[Change, ...]:
    """The newest acts first; fields without a label are not shown. One query and its join."""
    return tuple(
        Change(
            entry.at,
            audit.actor_label(entry),
            act_words(entry.event),
            tuple(
                (labels[field], _text(before), _text(after))
                for field, before, after in audit.changes(entry)
                if field in labels
            ),
        )
        for entry in audit.entries_about(record)[:SHOWN]
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)
