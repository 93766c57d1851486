"""What this stage gives to the kit at start: permissions, imports, thread edges, its output, its menu."""


def register() -> None:
    """Called once when Django is ready."""
    from espalier.cycle.plan import acts, menu, permissions
    from espalier.cycle.plan.annual_plan import imports as plan_imports
    from espalier.cycle.plan.annual_plan import jobs as plan_jobs
    from espalier.cycle.plan.annual_plan import reviewing as plan_reviews
    from espalier.cycle.plan.annual_plan import thread as plan_thread
    from espalier.cycle.plan.briefing import jobs as briefing_jobs
    from espalier.cycle.plan.briefing import pages as briefing_pages
    from espalier.cycle.plan.briefing import registers as briefing_registers
    from espalier.cycle.plan.briefing import thread as briefing_thread
    from espalier.cycle.plan.future_needs import imports as future_imports
    from espalier.cycle.plan.future_needs import thread as future_thread
    from espalier.cycle.plan.methods import registers as method_registers
    from espalier.cycle.plan.methods import thread as method_thread
    from espalier.cycle.plan.offers import imports as offer_imports
    from espalier.cycle.plan.offers import thread as offer_thread
    from espalier.cycle.plan.report import output
    from espalier.cycle.plan.timetable import jobs as timetable_jobs
    from espalier.cycle.plan.timetable import registers as calendar_registers
    from espalier.cycle.plan.timetable import thread as timetable_thread

    permissions.declare_permissions()
    plan_imports.register_imports()
    plan_jobs.register_jobs()
    plan_reviews.register_review()
    plan_thread.register_thread()
    for imports in (offer_imports, future_imports):
        imports.register_imports()
    for thread in (offer_thread, future_thread):
        thread.register_thread()
    method_registers.register_imports()
    method_thread.register_thread()
    calendar_registers.register_imports()
    timetable_jobs.register_jobs()
    timetable_thread.register_thread()
    briefing_registers.register_imports()
    briefing_thread.register_thread()
    briefing_jobs.register_jobs()
    briefing_pages.register_cards()
    acts.register_acts()
    output.register()
    menu.register_places()
