"""The front door of writing: plans and scenarios, pins, lines, the planner's work, changes of the year."""

from espalier.cycle.plan.annual_plan.services.applying import apply_run
from espalier.cycle.plan.annual_plan.services.changing import SUBJECT as CHANGE_SUBJECT
from espalier.cycle.plan.annual_plan.services.changing import (
    delete_change,
    finish_review,
    send_back,
    send_change,
    take_back,
    write_change,
)
from espalier.cycle.plan.annual_plan.services.editing import (
    add_line,
    add_people,
    change_line,
    give_back,
    remove_line,
    remove_people,
)
from espalier.cycle.plan.annual_plan.services.frontier import frontier_run
from espalier.cycle.plan.annual_plan.services.importing import store_lines
from espalier.cycle.plan.annual_plan.services.keeping import (
    approve_plan,
    change_scenario,
    choose_scenario,
    copy_scenario,
    create_plan,
    create_scenario,
    delete_scenario,
    describe_plan,
    reopen_plan,
)
from espalier.cycle.plan.annual_plan.services.pinning import add_pin, remove_pin
from espalier.cycle.plan.annual_plan.services.relaxing import relax_limit
from espalier.cycle.plan.annual_plan.services.requests import link_requests, tell_requests
from espalier.cycle.plan.annual_plan.services.solving import (
    FRONTIER_JOB,
    SOLVE_JOB,
    fail_run,
    solve_run,
    start_run,
)

__all__ = [
    "CHANGE_SUBJECT",
    "FRONTIER_JOB",
    "SOLVE_JOB",
    "add_line",
    "add_people",
    "add_pin",
    "apply_run",
    "approve_plan",
    "change_line",
    "change_scenario",
    "choose_scenario",
    "copy_scenario",
    "create_plan",
    "create_scenario",
    "delete_change",
    "delete_scenario",
    "describe_plan",
    "fail_run",
    "finish_review",
    "frontier_run",
    "give_back",
    "link_requests",
    "relax_limit",
    "remove_line",
    "remove_people",
    "remove_pin",
    "reopen_plan",
    "send_back",
    "send_change",
    "solve_run",
    "start_run",
    "store_lines",
    "take_back",
    "tell_requests",
    "write_change",
]
