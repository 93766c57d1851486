"""What this stage gives to the kit at start: permissions, imports, jobs, thread, words, menu."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.needs import acts, menu
    from espalier.cycle.needs.desk_research import imports as desk_imports
    from espalier.cycle.needs.desk_research import jobs as desk_jobs
    from espalier.cycle.needs.desk_research import permissions as desk_permissions
    from espalier.cycle.needs.desk_research import thread as desk_thread
    from espalier.cycle.needs.gaps import permissions as gap_permissions
    from espalier.cycle.needs.needs_list import imports as need_imports
    from espalier.cycle.needs.needs_list import permissions as need_permissions
    from espalier.cycle.needs.needs_list import thread as need_thread
    from espalier.cycle.needs.report import imports as report_imports
    from espalier.cycle.needs.report import output
    from espalier.cycle.needs.report import permissions as report_permissions
    from espalier.cycle.needs.report import thread as report_thread
    from espalier.cycle.needs.stakeholders import imports as voice_imports
    from espalier.cycle.needs.stakeholders import permissions as voice_permissions
    from espalier.cycle.needs.stakeholders import thread as voice_thread
    from espalier.cycle.needs.strategy_goals import imports as goal_imports
    from espalier.cycle.needs.strategy_goals import permissions as goal_permissions
    from espalier.cycle.needs.strategy_goals import thread as goal_thread

    for permissions in (
        gap_permissions,
        voice_permissions,
        desk_permissions,
        need_permissions,
        goal_permissions,
        report_permissions,
    ):
        permissions.declare_permissions()
    for imports in (voice_imports, desk_imports, need_imports, goal_imports, report_imports):
        imports.register_imports()
    for thread in (voice_thread, desk_thread, need_thread, goal_thread, report_thread):
        thread.register_thread()
    voice_thread.register_consulted()
    desk_jobs.register_jobs()
    output.register_document()
    _register_requests()
    acts.register_acts()
    menu.register_places()


def _register_requests() -> None:
    from espalier.cycle.needs.unit_requests import imports, pages, permissions, telling, thread

    permissions.declare_permissions()
    imports.register_imports()
    thread.register_thread()
    telling.register_topics()
    pages.register_cards()
