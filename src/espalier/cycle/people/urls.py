"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.people.employees import edit_views
from espalier.cycle.people.employees import views as employees
from espalier.cycle.people.evidence import views as evidence
from espalier.cycle.people.positions import views as positions
from espalier.cycle.people.units import views as units

app_name = "people"
urlpatterns = [
    path("units/", units.unit_tree, name="units"),
    path("units/new", units.new_unit, name="unit_new"),
    path("units/<int:unit_id>/change", units.edit_unit, name="unit_edit"),
    path("units/<int:unit_id>/end", units.end_unit, name="unit_end"),
    path("positions/", positions.position_grid, name="positions"),
    path("positions/new", positions.new_position, name="position_new"),
    path("positions/functions/new", positions.new_function, name="function_new"),
    path("positions/grades/new", positions.new_grade, name="grade_new"),
    path("positions/<int:position_id>/", positions.position, name="position"),
    path("positions/<int:position_id>/change", positions.edit_position, name="position_edit"),
    path("employees/", employees.roster, name="employees"),
    path("employees/new", edit_views.hire, name="hire"),
    path("employees/<int:employee_id>/", employees.employee, name="employee"),
    path("employees/<int:employee_id>/change", edit_views.change, name="employee_edit"),
    path("employees/<int:employee_id>/move", edit_views.move, name="employee_move"),
    path("employees/<int:employee_id>/leave", edit_views.leave, name="employee_leave"),
    path("employees/<int:employee_id>/licence", edit_views.licence, name="employee_licence"),
    path("employees/<int:employee_id>/end", edit_views.end, name="employee_end"),
    path("me/", employees.me, name="me"),
    path("rule", evidence.rule, name="source_rules"),
    path(
        "employees/<int:employee_id>/evidence/<int:competency_id>/",
        evidence.evidence,
        name="evidence",
    ),
    path(
        "employees/<int:employee_id>/evidence/<int:competency_id>/new",
        evidence.add_rating,
        name="add_rating",
    ),
]
