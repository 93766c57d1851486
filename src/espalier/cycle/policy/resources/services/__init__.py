"""The front door: everything that changes resources, their capacity, contracts, judgements and bookings."""

from espalier.cycle.policy.resources.services.booking import (
    book,
    cancel_booking,
    state_demand,
    state_minutes,
)
from espalier.cycle.policy.resources.services.contracting import save_contract, save_money_line
from espalier.cycle.policy.resources.services.keeping import (
    add_absence,
    add_open_time,
    end_resource,
    evaluate,
    save_resource,
    set_open_times,
)
from espalier.cycle.policy.resources.services.storing import (
    store_details,
    store_instructors,
    store_resources,
)

__all__ = [
    "add_absence",
    "add_open_time",
    "book",
    "cancel_booking",
    "end_resource",
    "evaluate",
    "save_contract",
    "save_money_line",
    "save_resource",
    "set_open_times",
    "state_demand",
    "state_minutes",
    "store_details",
    "store_instructors",
    "store_resources",
]
