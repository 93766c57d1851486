"""What this stage gives to the kit at start: permissions, imports, jobs and thread edges."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.people import acts, thread
from espalier.cycle.people.employees import dated_imports
from espalier.cycle.people.employees import imports as employee_imports
from espalier.cycle.people.employees import permissions as employee_permissions
from espalier.cycle.people.employees.queries import position_names_of_users
from espalier.cycle.people.evidence import imports as evidence_imports
from espalier.cycle.people.evidence import permissions as evidence_permissions
from espalier.cycle.people.positions import imports as position_imports
from espalier.cycle.people.positions import permissions as position_permissions
from espalier.cycle.people.units import imports as unit_imports
from espalier.cycle.people.units import permissions as unit_permissions
from espalier.kit.approval.registry import read_job_titles_with
from espalier.kit.ui.navigation import FOUNDATION, Place, register_place

PLACES = (
    Place(FOUNDATION, "people:units", _("Units"), unit_permissions.VIEW, 20),
    Place(FOUNDATION, "people:positions", _("Positions"), position_permissions.VIEW, 21),
    Place(
        FOUNDATION,
        "people:employees",
        _("Employees"),
        employee_permissions.VIEW,
        22,
        of_others=True,
    ),
    Place(FOUNDATION, "people:me", _("My data"), employee_permissions.VIEW, 23),
)


def register() -> None:
    """Called once when Django is ready."""
    for room in (unit_permissions, position_permissions, employee_permissions):
        room.declare_permissions()
    evidence_permissions.declare_permissions()
    for sheets in (unit_imports, position_imports, employee_imports, dated_imports):
        sheets.register()
    evidence_imports.register()
    thread.register_thread()
    acts.register_acts()
    read_job_titles_with(position_names_of_users)
    for place in PLACES:
        register_place(place)
