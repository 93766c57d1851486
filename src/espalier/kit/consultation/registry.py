"""What rounds may be about, whom pages offer to invite, and which records a decision may change."""

from espalier.kit.consultation.types import ConsultedKind, PartySource

_SUBJECTS: dict[str, ConsultedKind] = {}
_SOURCES: dict[str, PartySource] = {}
_EFFECTS: set[str] = set()


def register_subject(subject: ConsultedKind) -> None:
    """Let rounds be about a kind of record; the thread then leads from it to its rounds."""
    from espalier.kit.consultation import thread

    _SUBJECTS[subject.kind] = subject
    thread.join_subject(subject)


def register_effect(kind: str) -> None:
    """Say that decisions about change requests may change records of this kind of the thread."""
    from espalier.kit.consultation import thread

    _EFFECTS.add(kind)
    thread.join_effect(kind)


def register_parties(source: PartySource) -> None:
    """Offer a register of parties on the page that invites to a round."""
    _SOURCES[source.kind] = source


def subjects() -> dict[str, ConsultedKind]:
    return dict(sorted(_SUBJECTS.items()))


def sources() -> list[PartySource]:
    return [_SOURCES[kind] for kind in sorted(_SOURCES)]


def effects() -> list[str]:
    return sorted(_EFFECTS)
