"""Reading who has to learn what by when. Numbers of queries do not depend on the number of people."""

from espalier.cycle.learning_map.obligations.queries.boards import (
    board_of,
    due_by,
    forecast,
    status_of_people,
)
from espalier.cycle.learning_map.obligations.queries.duties import (
    DutyKey,
    duties_by_key,
    duty_names,
)
from espalier.cycle.learning_map.obligations.queries.matrix import matrix_of
from espalier.cycle.learning_map.obligations.queries.persons import own_status, person_status

__all__ = [
    "DutyKey",
    "board_of",
    "due_by",
    "duties_by_key",
    "duty_names",
    "forecast",
    "matrix_of",
    "own_status",
    "person_status",
    "status_of_people",
]
