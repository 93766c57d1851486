"""Between what a norm says and the rows that hold it."""

from datetime import date, datetime

from espalier.cycle.learning_map.norms.models import Norm, NormVersion
from espalier.cycle.learning_map.norms.types import NormContent, Rule
from espalier.kit.filling import fill

CONTENT_FIELDS = tuple(NormContent.__dataclass_fields__)
STRUCTURED = ("modes", "mode_caps", "content_minutes", "target")  # kept as JSON
PLAIN_RULE_FIELDS = tuple(name for name in Rule.__dataclass_fields__ if name not in STRUCTURED)


def content_of(norm: Norm) -> NormContent:
    """What is known about a norm. No query."""
    return NormContent(**{name: getattr(norm, name) for name in CONTENT_FIELDS})


def rule_of(version: NormVersion) -> Rule:
    """What a version asks for. No query."""
    return Rule.from_json({name: getattr(version, name) for name in Rule.__dataclass_fields__})


def set_content(norm: Norm, content: NormContent, at: datetime) -> None:
    """Put the content into the row, texts without blanks around them; it is not saved here."""
    fill(norm, content, CONTENT_FIELDS)
    norm.updated_at = at


def set_rule(version: NormVersion, rule: Rule) -> None:
    """Put the rule into the row; it is not saved here."""
    for name in PLAIN_RULE_FIELDS:
        setattr(version, name, getattr(rule, name))
    version.modes, version.mode_caps = list(rule.modes), dict(rule.mode_caps)
    version.content_minutes, version.target = dict(rule.content_minutes), rule.target.to_json()


def version_row(
    norm_id: int,
    number: int,
    rule: Rule,
    *,
    effective_from: date,
    change_note: str,
    recorded_by: str,
    at: datetime,
) -> NormVersion:
    """An unsaved version with its rule."""
    row = NormVersion(
        norm_id=norm_id,
        version_no=number,
        effective_from=effective_from,
        change_note=change_note.strip(),
        recorded_at=at,
        recorded_by=recorded_by[:120],
    )
    set_rule(row, rule)
    return row


def plain(item: NormContent | Rule) -> dict[str, object]:
    """Every field as something the audit log can hold."""
    if isinstance(item, Rule):
        return item.to_json()
    return {name: getattr(item, name) for name in CONTENT_FIELDS}


def changed(
    before: NormContent | Rule, after: NormContent | Rule
) -> tuple[dict[str, object], dict[str, object]]:
    """The fields that differ, as they were and as they are."""
    old, new = plain(before), plain(after)
    names = [name for name in old if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}
