"""What this tool gives to the rest of the kit at start."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.kit.notify import acts, pages, permissions

    permissions.declare_permissions()
    acts.register_acts()
    pages.register_pages()
