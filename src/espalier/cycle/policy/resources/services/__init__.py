"""The front door: everything that changes resources, their capacity, contracts, judgements and bookings."""

from espalier.cycle.policy.resources.services.booking import book, cancel_booking, state_demand
from espalier.cycle.policy.resources.services.keeping import (
    add_absence,
    end_resource,
    evaluate,
    save_resource,
    set_open_times,
)

__all__ = [
    "add_absence",
    "book",
    "cancel_booking",
    "end_resource",
    "evaluate",
    "save_resource",
    "set_open_times",
    "state_demand",
]
