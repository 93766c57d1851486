"""What this tool gives to the rest of the kit at start."""

from espalier.kit.approval import acts, imports, pages, permissions, telling


def register() -> None:
    """Called once when Django is ready."""
    permissions.declare_permissions()
    telling.register_topics()
    imports.register_imports()
    pages.register_pages()
    acts.register_acts()
