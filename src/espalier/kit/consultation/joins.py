"""What this tool gives to the rest of the kit at start."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.kit.consultation import acts, pages, permissions, thread, topics

    permissions.declare_permissions()
    acts.register_acts()
    topics.register_topics()
    thread.register_thread()
    pages.register_places()
