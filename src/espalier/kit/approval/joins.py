"""What this tool gives to the rest of the kit at start."""

from espalier.kit.approval import permissions


def register() -> None:
    """Called once when Django is ready."""
    permissions.declare_permissions()
