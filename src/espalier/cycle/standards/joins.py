"""What this stage gives to the kit at start: permissions, imports, jobs and thread edges."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.standards import acts
    from espalier.cycle.standards.catalogue import imports, menu, permissions, thread
    from espalier.cycle.standards.intake import jobs

    permissions.declare_permissions()
    imports.register_imports()
    thread.register_thread()
    acts.register_acts()
    menu.register_places()
    jobs.register_jobs()
