"""What this stage gives to the kit at start: permissions, imports, jobs, thread, words, menu."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.needs import acts, menu
    from espalier.cycle.needs.desk_research import imports as desk_imports
    from espalier.cycle.needs.desk_research import jobs as desk_jobs
    from espalier.cycle.needs.desk_research import permissions as desk_permissions
    from espalier.cycle.needs.desk_research import thread as desk_thread
    from espalier.cycle.needs.gaps import permissions as gap_permissions

    for permissions in (gap_permissions, desk_permissions):
        permissions.declare_permissions()
    for imports in (desk_imports,):
        imports.register_imports()
    for thread in (desk_thread,):
        thread.register_thread()
    desk_jobs.register_jobs()
    acts.register_acts()
    menu.register_places()
