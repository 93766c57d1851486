"""What this tool gives to the rest of the kit at start."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.kit.outputs import acts, jobs, menu, permissions, review, thread

    permissions.declare_permissions()
    thread.register_thread()
    review.register_review()
    jobs.register_jobs()
    acts.register_acts()
    menu.register_places()
