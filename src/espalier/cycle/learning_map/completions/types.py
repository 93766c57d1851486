"""A completion as it is brought in, and as the route reads it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NewCompletion:
    """A person completed a module on a day. Unknown minutes, mode and expiry follow the version.

    ``version_no`` None means the version in force.
    """

    employee_number: str
    module_code: str
    completed_on: date
    version_no: int | None = None
    minutes: int | None = None
    mode: str = ""
    expires_on: date | None = None
    origin: str = "import"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Completed:
    """The newest completion of a module by a person; ``expires_on`` is the last day it holds."""

    module_id: int
    version_no: int
    completed_on: date
    expires_on: date | None
    minutes: int
    completion_id: int = 0

    def holds_on(self, on: date) -> bool:
        return self.expires_on is None or on <= self.expires_on
