"""The three ways a request can end badly: refused, not found or not yours, broken.

Services and queries raise the first two; each outer door (web, API, command line) maps them in one place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django_stubs_ext import StrOrPromise

Text = StrOrPromise


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it, in the person's language."""

    code: str
    message: Text
    place: Text = ""
    remedy: Text = ""
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [str(self.place), str(self.message), str(self.remedy)]
        return " — ".join(part for part in parts if part)


class Refused(Exception):
    """A rule says no. ``problems`` lists everything that stops the act, so it is mended in one go."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = list(problems)


class NotFound(Exception):
    """There is no such record, or it is not yours: the answer is the same."""


class Conflict(Exception):
    """Somebody else changed the record meanwhile; ``theirs`` and ``yours`` are shown side by side."""

    def __init__(self, theirs: dict[str, object], yours: dict[str, object]) -> None:
        super().__init__("the record was changed by somebody else meanwhile")
        self.theirs = theirs
        self.yours = yours
