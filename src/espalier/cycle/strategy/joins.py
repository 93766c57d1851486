"""What this stage gives to the kit at start: permissions, imports, thread edges, its output, its menu."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.strategy import acts, menu, permissions
    from espalier.cycle.strategy.adoption import imports as adoption_imports
    from espalier.cycle.strategy.adoption import thread as adoption_thread
    from espalier.cycle.strategy.framework import imports as framework_imports
    from espalier.cycle.strategy.framework import thread as framework_thread
    from espalier.cycle.strategy.programmes import hints
    from espalier.cycle.strategy.programmes import imports as programme_imports
    from espalier.cycle.strategy.programmes import thread as programme_thread
    from espalier.cycle.strategy.report import output
    from espalier.cycle.strategy.report import thread as report_thread

    permissions.declare_permissions()
    for imports in (adoption_imports, programme_imports, framework_imports):
        imports.register_imports()
    for thread in (adoption_thread, programme_thread, framework_thread, report_thread):
        thread.register_thread()
    framework_thread.register_consultation()
    hints.register_hints()
    acts.register_acts()
    output.register()
    menu.register_places()
