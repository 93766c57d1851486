"""What this stage gives to the kit at start: permissions, imports, jobs and thread edges."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.learning_map import acts, menu
    from espalier.cycle.learning_map.completions import imports as completion_imports
    from espalier.cycle.learning_map.completions import permissions as completion_permissions
    from espalier.cycle.learning_map.completions import thread as completion_thread
    from espalier.cycle.learning_map.map import output
    from espalier.cycle.learning_map.map import permissions as map_permissions
    from espalier.cycle.learning_map.map import thread as map_thread
    from espalier.cycle.learning_map.modules import imports as module_imports
    from espalier.cycle.learning_map.modules import permissions as module_permissions
    from espalier.cycle.learning_map.modules import thread as module_thread
    from espalier.cycle.learning_map.norms import imports as norm_imports
    from espalier.cycle.learning_map.norms import permissions as norm_permissions
    from espalier.cycle.learning_map.norms import thread as norm_thread
    from espalier.cycle.learning_map.obligations import cards as obligation_cards
    from espalier.cycle.learning_map.obligations import imports as duty_imports
    from espalier.cycle.learning_map.obligations import permissions as obligation_permissions
    from espalier.cycle.learning_map.requirements import imports as requirement_imports
    from espalier.cycle.learning_map.requirements import permissions as requirement_permissions
    from espalier.cycle.learning_map.requirements import thread as requirement_thread

    for permissions in (
        requirement_permissions,
        module_permissions,
        completion_permissions,
        map_permissions,
        norm_permissions,
        obligation_permissions,
    ):
        permissions.declare_permissions()
    for imports in (
        requirement_imports,
        module_imports,
        completion_imports,
        norm_imports,
        duty_imports,
    ):
        imports.register_imports()
    for thread in (requirement_thread, module_thread, completion_thread, map_thread, norm_thread):
        thread.register_thread()
    output.register()
    acts.register_acts()
    menu.register_places()
    obligation_cards.register_pages()
