"""The sheets of this room: the register, instructors, hours, contracts, criteria, judgements, money, bookings."""

from espalier.cycle.policy.resources.imports import bookings, details, register

ALL = (*register.SPECS, *details.SPECS, *bookings.SPECS)


def register_imports() -> None:
    """Offer every sheet of this room."""
    from espalier.kit.imports import registry

    for spec in ALL:
        registry.register(spec)
