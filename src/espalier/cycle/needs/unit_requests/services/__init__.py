"""Every write of this room: rounds, answers of units, decisions, imports."""

from espalier.cycle.needs.unit_requests.services.answering import (
    change_request,
    save_request,
    say_nothing,
    send_all,
)
from espalier.cycle.needs.unit_requests.services.bringing import save_requests, save_rounds
from espalier.cycle.needs.unit_requests.services.deciding import (
    assign_module,
    decide,
    reconsider,
    record_outcome,
)
from espalier.cycle.needs.unit_requests.services.merging import merge_requests, split_request
from espalier.cycle.needs.unit_requests.services.rounds import (
    ROUND_FIELDS,
    move_round,
    remind_now,
    run_due_surveys,
    save_round,
)

__all__ = [
    "ROUND_FIELDS",
    "assign_module",
    "change_request",
    "decide",
    "merge_requests",
    "move_round",
    "reconsider",
    "record_outcome",
    "remind_now",
    "run_due_surveys",
    "save_request",
    "save_requests",
    "save_round",
    "save_rounds",
    "say_nothing",
    "send_all",
    "split_request",
]
