"""What this stage gives to the kit at start: permissions, imports, thread edges, its output, its menu."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.plan import acts, menu, permissions
    from espalier.cycle.plan.annual_plan import jobs as plan_jobs
    from espalier.cycle.plan.annual_plan import reviewing as plan_reviews
    from espalier.cycle.plan.annual_plan import thread as plan_thread
    from espalier.cycle.plan.future_needs import imports as future_imports
    from espalier.cycle.plan.future_needs import thread as future_thread
    from espalier.cycle.plan.methods import registers as method_registers
    from espalier.cycle.plan.methods import thread as method_thread
    from espalier.cycle.plan.offers import imports as offer_imports
    from espalier.cycle.plan.offers import thread as offer_thread
    from espalier.cycle.plan.report import output

    permissions.declare_permissions()
    plan_jobs.register_jobs()
    plan_reviews.register_review()
    plan_thread.register_thread()
    for imports in (offer_imports, future_imports):
        imports.register_imports()
    for thread in (offer_thread, future_thread):
        thread.register_thread()
    method_registers.register_imports()
    method_thread.register_thread()
    acts.register_acts()
    output.register()
    menu.register_places()
