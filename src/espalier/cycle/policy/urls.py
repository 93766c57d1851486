"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.policy.acknowledgement import views as receipts
from espalier.cycle.policy.goals import views as goals
from espalier.cycle.policy.handbook import views as handbook
from espalier.cycle.policy.resources import views as resources

app_name = "policy"
urlpatterns = [
    path("", goals.matrix, name="goals"),
    path("goals/<str:level>/", goals.goal_list, name="goal_list"),
    path("goals/<str:level>/new/", goals.new, name="goal_new"),
    path("goals/<str:level>/<int:record_id>/", goals.goal, name="goal"),
    path("goals/<str:level>/<int:record_id>/edit/", goals.edit, name="goal_edit"),
    path("goals/<str:level>/<int:record_id>/end/", goals.end, name="goal_end"),
    path("goals/<str:level>/<int:record_id>/resume/", goals.resume, name="goal_resume"),
    path("goals/<str:level>/<int:record_id>/delete/", goals.delete, name="goal_delete"),
    path("handbook/", handbook.handbook, name="handbook"),
    path("handbook/begin/", handbook.clause_begin, name="clause_begin"),
    path("handbook/clauses/", handbook.clause_list, name="clauses"),
    path("handbook/clauses/new/", handbook.clause_new, name="clause_new"),
    path("handbook/clauses/<int:clause_id>/", handbook.clause, name="clause"),
    path("handbook/clauses/<int:clause_id>/edit/", handbook.clause_edit, name="clause_edit"),
    path("handbook/clauses/<int:clause_id>/end/", handbook.clause_end, name="clause_end"),
    path("handbook/raci/", handbook.raci, name="raci"),
    path("handbook/raci/new/", handbook.activity_new, name="activity_new"),
    path("handbook/raci/<int:activity_id>/", handbook.activity_edit, name="activity_edit"),
    path(
        "handbook/raci/<int:activity_id>/delete/", handbook.activity_delete, name="activity_delete"
    ),
    path("handbook/system/", handbook.system, name="system"),
    path("handbook/system/new/", handbook.category_new, name="category_new"),
    path("handbook/system/<int:category_id>/", handbook.category_edit, name="category_edit"),
    path(
        "handbook/system/<int:category_id>/delete/",
        handbook.category_delete,
        name="category_delete",
    ),
    path("read/", receipts.rates, name="rates"),
    path("read/give/", receipts.distribute, name="distribute"),
    path("read/remind/", receipts.remind, name="remind"),
    path("read/paper/", receipts.on_paper, name="on_paper"),
    path("read/<int:edition_id>/", receipts.read, name="read"),
    path("read/<int:edition_id>/confirm/", receipts.confirm, name="confirm"),
    path("read/<int:edition_id>/people/", receipts.people, name="readers"),
    path("resources/", resources.resources, name="resources"),
    path("resources/new/", resources.new, name="resource_new"),
    path("resources/capacity/", resources.capacity, name="capacity"),
    path("resources/bookings/", resources.bookings, name="bookings"),
    path("resources/<int:resource_id>/", resources.resource, name="resource"),
    path("resources/<int:resource_id>/edit/", resources.edit, name="resource_edit"),
    path("resources/<int:resource_id>/hours/", resources.hours, name="resource_hours"),
    path("resources/<int:resource_id>/absence/", resources.absence, name="resource_absence"),
    path("resources/<int:resource_id>/contract/", resources.contract, name="resource_contract"),
    path("resources/<int:resource_id>/money/", resources.money, name="resource_money"),
    path("resources/<int:resource_id>/evaluate/", resources.evaluate, name="resource_evaluate"),
    path("resources/<int:resource_id>/end/", resources.end, name="resource_end"),
    path("resources/<int:resource_id>/book/", resources.book, name="resource_book"),
    path(
        "resources/<int:resource_id>/contracts/<int:contract_id>/file/",
        resources.contract_file,
        name="contract_file",
    ),
    path(
        "resources/<int:resource_id>/bookings/<int:booking_id>/cancel/",
        resources.give_back,
        name="booking_cancel",
    ),
]
