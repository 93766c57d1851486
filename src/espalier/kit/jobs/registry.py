"""Which kinds of long work there are; rooms register theirs at start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from espalier.kit.errors import Text
from espalier.kit.jobs.types import JobFunction


@dataclass(frozen=True, slots=True)
class JobKind:
    """``result_url`` turns the result into the address where the person goes on, or ""."""

    kind: str
    title: Text
    function: JobFunction
    result_url: Callable[[dict[str, Any]], str]


_KINDS: dict[str, JobKind] = {}


def register(
    kind: str,
    title: Text,
    function: JobFunction,
    result_url: Callable[[dict[str, Any]], str] = lambda result: "",
) -> None:
    _KINDS[kind] = JobKind(kind, title, function, result_url)


def job_kind(kind: str) -> JobKind:
    """Raises KeyError for a kind nobody registered."""
    return _KINDS[kind]
