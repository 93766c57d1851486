"""What this stage gives to the kit at start: permissions, imports, jobs and thread edges."""

from espalier.cycle.people.employees import dated_imports
from espalier.cycle.people.employees import imports as employee_imports
from espalier.cycle.people.employees import permissions as employee_permissions
from espalier.cycle.people.evidence import imports as evidence_imports
from espalier.cycle.people.evidence import permissions as evidence_permissions
from espalier.cycle.people.positions import imports as position_imports
from espalier.cycle.people.positions import permissions as position_permissions
from espalier.cycle.people.units import imports as unit_imports
from espalier.cycle.people.units import permissions as unit_permissions


def register() -> None:
    """Called once when Django is ready."""
    for room in (unit_permissions, position_permissions, employee_permissions):
        room.declare_permissions()
    evidence_permissions.declare_permissions()
    for sheets in (unit_imports, position_imports, employee_imports, dated_imports):
        sheets.register()
    evidence_imports.register()
