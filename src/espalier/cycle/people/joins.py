"""What this stage gives to the kit at start: permissions, imports, jobs and thread edges."""


def register() -> None:
    """Called once when Django is ready."""
