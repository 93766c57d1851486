"""What this stage gives to the kit at start: permissions, imports, thread edges, its output, its menu."""


def register() -> None:
    """Called once when Django is ready."""
