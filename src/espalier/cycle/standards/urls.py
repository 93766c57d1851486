"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.standards.catalogue.views import competencies, own_models, standards
from espalier.cycle.standards.intake import views as intake
from espalier.cycle.standards.versions import views as versions

app_name = "standards"
urlpatterns = [
    path("", standards.standard_list, name="list"),
    path("search/", standards.search, name="search"),
    path("<int:standard_id>/", standards.standard, name="standard"),
    path("<int:standard_id>/export.<str:fmt>", standards.export, name="export"),
    path("<int:standard_id>/adopt/", standards.adopt, name="adopt"),
    path("<int:standard_id>/new-version/", own_models.new_version, name="own_new_version"),
    path("intake/", intake.new, name="intake_new"),
    path("intake/<int:draft_id>/", intake.check, name="intake_check"),
    path("intake/<int:draft_id>/apply/", intake.apply, name="intake_apply"),
    path("intake/<int:draft_id>/discard/", intake.discard, name="intake_discard"),
    path("intake/<int:draft_id>/source/", intake.source, name="intake_source"),
    path("competencies/", competencies.competency_list, name="competencies"),
    path("competencies/<int:competency_id>/", competencies.competency, name="competency"),
    path("competencies/<int:competency_id>/edit/", competencies.edit, name="competency_edit"),
    path("own/new/", own_models.new, name="own_new"),
    path("own/<int:standard_id>/", own_models.edit, name="own_edit"),
    path("own/<int:standard_id>/publish/", own_models.publish, name="own_publish"),
    path("own/<int:standard_id>/discard/", own_models.discard, name="own_discard"),
    path("compare/", versions.compare, name="compare"),
    path("compare/start/", versions.start, name="compare_start"),
    path("compare/<int:comparison_id>/", versions.comparison, name="comparison"),
    path(
        "compare/<int:comparison_id>/<int:match_id>/confirm/",
        versions.confirm,
        name="confirm_match",
    ),
    path(
        "compare/<int:comparison_id>/confirm-unchanged/",
        versions.confirm_unchanged,
        name="confirm_unchanged",
    ),
]
