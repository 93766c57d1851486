"""What this tool gives to the rest of the kit at start."""


def register() -> None:
    """Called once when Django is ready."""
