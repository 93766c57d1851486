"""What can be reviewed, and how people are called: told by the rooms at start."""

from collections.abc import Callable, Collection, Mapping

from espalier.kit.approval.types import SubjectKind
from espalier.kit.errors import NotFound, Text

JobTitles = Callable[[Collection[int]], Mapping[int, str]]

_KINDS: dict[str, SubjectKind] = {}
_APPLICABLE: dict[str, Text] = {}
_JOB_TITLES: list[JobTitles] = []


def register_subject(kind: SubjectKind) -> None:
    """Add a kind of record that can be sent into review; the same kind again replaces it."""
    _KINDS[kind.kind] = kind


def subject_kind(kind: str) -> SubjectKind:
    """Raises NotFound for a kind nobody registered."""
    if kind not in _KINDS:
        raise NotFound
    return _KINDS[kind]


def subject_kinds() -> list[SubjectKind]:
    return [_KINDS[kind] for kind in sorted(_KINDS)]


def register_applicable(code: str, label: Text) -> None:
    """Offer a code in the field "applies to" of procedures, such as an output's (O1.1.1)."""
    _APPLICABLE[code] = label


def applicable() -> list[tuple[str, Text]]:
    """Codes a procedure may be made for: outputs first, then kinds of record."""
    kinds = [(kind.kind, kind.label) for kind in subject_kinds()]
    return [*sorted(_APPLICABLE.items()), *kinds]


def applicable_words(code: str, label: Text) -> str:
    """An output by its code and title; a kind of record by its words alone, its code means nothing to people."""
    is_record = "." in code and not code[1:2].isdigit()
    return (str(label) or code) if is_record else f"{code} {label}".strip()


def read_job_titles_with(reader: JobTitles) -> None:
    """Say who knows job titles by user id; the last one asked for is used."""
    _JOB_TITLES[:] = [reader]


def job_titles(user_ids: Collection[int]) -> Mapping[int, str]:
    """Job titles by user id, as far as somebody knows them; one query."""
    return _JOB_TITLES[0](user_ids) if _JOB_TITLES and user_ids else {}
