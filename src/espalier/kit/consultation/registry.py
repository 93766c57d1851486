"""What rounds may be about, whom pages offer to invite, and which records a decision may change."""

from collections.abc import Callable, Iterable

from espalier.kit.consultation.types import ConsultedKind, PartySource

_SUBJECTS: dict[str, ConsultedKind] = {}
_SOURCES: dict[str, PartySource] = {}
Choices = Callable[[], Iterable[tuple[str, str]]]
_EFFECTS: dict[str, Choices | None] = {}


def register_subject(subject: ConsultedKind) -> None:
    """Let rounds be about a kind of record; the thread then leads from it to its rounds."""
    from espalier.kit.consultation import thread

    _SUBJECTS[subject.kind] = subject
    thread.join_subject(subject)


def register_effect(kind: str, choices: Choices | None = None) -> None:
    """Say that decisions about change requests may change records of this kind of the thread.

    ``choices`` gives (id, label) of what the page for a decision offers to pick from.
    """
    from espalier.kit.consultation import thread

    _EFFECTS[kind] = choices
    thread.join_effect(kind)


def register_parties(source: PartySource) -> None:
    """Offer a register of parties on the page that invites to a round."""
    _SOURCES[source.kind] = source


def subjects() -> dict[str, ConsultedKind]:
    return dict(sorted(_SUBJECTS.items()))


def sources() -> list[PartySource]:
    return [_SOURCES[kind] for kind in sorted(_SOURCES)]


def effects() -> dict[str, Choices]:
    """Kinds of record that a decision can pick from: those registered, and the subjects themselves."""
    found = {kind: choices for kind, choices in _EFFECTS.items() if choices is not None}
    found |= {each.kind: each.choices for each in _SUBJECTS.values() if each.kind not in found}
    return dict(sorted(found.items()))
