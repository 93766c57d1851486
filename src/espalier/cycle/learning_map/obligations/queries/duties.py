"""Reading duties people were given."""

from datetime import date

from espalier.cycle.learning_map.obligations.models import DutyAssignment

DutyKey = tuple[str, str, date]


def duties_by_key() -> dict[DutyKey, tuple[int, date | None]]:
    """Id and last day of every duty by employee number, name and first day. One query."""
    rows = DutyAssignment.objects.order_by("employee__number", "starts_on", "duty").values_list(
        "employee__number", "duty", "starts_on", "pk", "ends_on"
    )
    return {(number, duty, first): (pk, last) for number, duty, first, pk, last in rows}


def duty_names() -> list[str]:
    """The names of duties in use. One query."""
    return list(DutyAssignment.objects.order_by("duty").values_list("duty", flat=True).distinct())
