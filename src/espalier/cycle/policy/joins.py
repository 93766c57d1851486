"""What this stage gives to the kit at start: permissions, imports, thread edges, its output, its menu."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.policy import acts, menu
    from espalier.cycle.policy.acknowledgement import cards
    from espalier.cycle.policy.acknowledgement import permissions as receipt_permissions
    from espalier.cycle.policy.goals import imports as goal_imports
    from espalier.cycle.policy.goals import permissions as goal_permissions
    from espalier.cycle.policy.goals import thread as goal_thread
    from espalier.cycle.policy.handbook import imports as handbook_imports
    from espalier.cycle.policy.handbook import output
    from espalier.cycle.policy.handbook import permissions as handbook_permissions
    from espalier.cycle.policy.handbook import thread as handbook_thread
    from espalier.cycle.policy.resources import imports as resource_imports
    from espalier.cycle.policy.resources import permissions as resource_permissions
    from espalier.cycle.policy.resources import thread as resource_thread

    for permissions in (
        goal_permissions,
        handbook_permissions,
        receipt_permissions,
        resource_permissions,
    ):
        permissions.declare_permissions()
    for imports in (goal_imports, handbook_imports, resource_imports):
        imports.register_imports()
    for thread in (goal_thread, handbook_thread, resource_thread):
        thread.register_thread()
    output.register()
    acts.register_acts()
    menu.register_topics()
    menu.register_places()
    cards.register_cards()
