"""Reading completions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from espalier.cycle.learning_map.completions import rules
from espalier.cycle.learning_map.completions.models import Completion
from espalier.cycle.learning_map.completions.types import Completed
from espalier.kit.accounts.scope import EVERYTHING, Scope


def completions(scope: Scope = EVERYTHING) -> QuerySet[Completion]:
    """Completions of people in the scope, newest first, with person and module."""
    return (
        Completion.objects.filter(
            scope.q("employee__unit__scope__path", own_field="employee__user_id")
        )
        .select_related("employee__unit", "version__module")
        .order_by("-completed_on", "employee__number", "pk")
    )


def newest_completions_of(employee_id: int) -> dict[int, Completed]:
    """Per module id the completion of this person that holds longest. One query."""
    rows = Completion.objects.filter(employee_id=employee_id).values_list(
        "version__module_id",
        "version__version_no",
        "completed_on",
        "expires_on",
        "minutes",
        "pk",
    )
    return rules.newest_by_module(Completed(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class HeldCompletion:
    """A recorded completion as the import compares it."""

    id: int
    minutes: int
    mode: str
    expires_on: date | None
    origin: str
    note: str


CompletionKey = tuple[str, str, int, date]


def completions_by_key() -> dict[CompletionKey, HeldCompletion]:
    """All completions by employee number, module code, version and day. One query."""
    rows = Completion.objects.order_by("employee__number", "pk").values_list(
        "employee__number", "version__module__code", "version__version_no", "completed_on",
        "pk", "minutes", "mode", "expires_on", "origin", "note",
    )  # fmt: skip
    return {(row[0], row[1], row[2], row[3]): HeldCompletion(*row[4:]) for row in rows.iterator()}


def n_completions() -> int:
    return Completion.objects.count()


def people_of_completions(completion_ids: Iterable[str]) -> list[tuple[str, str, str, int]]:
    """Id, person's number, module code and employee id of each completion. One query."""
    rows = Completion.objects.filter(pk__in=list(completion_ids)).order_by("pk")
    values = rows.values_list("pk", "employee__number", "version__module__code", "employee_id")
    return [(str(pk), number, code, employee) for pk, number, code, employee in values]
