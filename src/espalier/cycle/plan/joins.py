"""What this stage gives to the kit at start: permissions, imports, thread edges, its output, its menu."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.plan import acts, menu, permissions

    permissions.declare_permissions()
    acts.register_acts()
    menu.register_places()
