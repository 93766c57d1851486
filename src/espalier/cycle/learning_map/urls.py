"""Addresses of this stage."""

from django.urls import path

from espalier.cycle.learning_map.completions import views as completions
from espalier.cycle.learning_map.map import views as maps
from espalier.cycle.learning_map.modules import views as modules
from espalier.cycle.learning_map.norms import edit_views as norm_edits
from espalier.cycle.learning_map.norms import views as norms
from espalier.cycle.learning_map.obligations import views as obligations
from espalier.cycle.learning_map.requirements import views as requirements

app_name = "learning_map"
urlpatterns = [
    path("", maps.grid, name="map"),
    path("coverage/", maps.coverage, name="coverage"),
    path("moves/", maps.moves, name="moves"),
    path("route/", maps.my_route, name="my_route"),
    path("routes/", maps.routes, name="routes"),
    path("routes/<int:employee_id>/", maps.route, name="route"),
    path("positions/<int:position_id>/", maps.position, name="position"),
    path("positions/<int:position_id>/pin/", maps.pin, name="pin"),
    path("positions/<int:position_id>/adopt/", requirements.adopt, name="adopt"),
    path("positions/<int:position_id>/proposals/", requirements.proposals, name="proposals"),
    path(
        "positions/<int:position_id>/job/<str:which>/",
        requirements.job_document,
        name="job_document",
    ),
    path("adoptions/<int:adoption_id>/end/", requirements.end_adoption, name="end_adoption"),
    path("matrix/", requirements.matrix, name="matrix"),
    path("levels/", requirements.level_map, name="level_map"),
    path("migrations/<int:comparison_id>/", requirements.migration, name="migration"),
    path("modules/", modules.module_list, name="modules"),
    path("modules/new/", modules.new, name="module_new"),
    path("modules/<int:module_id>/", modules.module, name="module"),
    path("modules/<int:module_id>/version/", modules.start_version, name="module_version"),
    path("modules/<int:module_id>/active/", modules.set_active, name="module_active"),
    path("modules/versions/<int:version_id>/edit/", modules.edit, name="module_edit"),
    path("modules/versions/<int:version_id>/publish/", modules.publish, name="module_publish"),
    path("completions/", completions.completion_list, name="completions"),
    path("completions/record/", completions.record, name="completion_record"),
    path(
        "completions/<int:completion_id>/withdraw/",
        completions.withdraw,
        name="completion_withdraw",
    ),
    path("norms/", norms.norm_list, name="norms"),
    path("norms/review/", norms.past_review, name="norms_past_review"),
    path("norms/starter/", norms.starter, name="norms_starter"),
    path("norms/starter.csv", norms.starter_download, name="norms_starter_file"),
    path("norms/starter/take/", norm_edits.take_over_starter, name="norms_starter_take"),
    path("norms/new/", norm_edits.new, name="norm_new"),
    path("norms/preview/", norm_edits.preview, name="norm_preview"),
    path("norms/<int:norm_id>/", norms.norm, name="norm"),
    path("norms/<int:norm_id>/edit/", norm_edits.edit, name="norm_edit"),
    path("norms/<int:norm_id>/version/", norm_edits.new_version, name="norm_version"),
    path("norms/<int:norm_id>/end/", norm_edits.end, name="norm_end"),
    path("norms/<int:norm_id>/links/", norm_edits.links, name="norm_links"),
    path("norms/<int:norm_id>/check/", norm_edits.check, name="norm_check"),
    path("norms/<int:norm_id>/note/", norm_edits.note, name="norm_note"),
    path("norms/<int:norm_id>/exempt/", norm_edits.exempt, name="norm_exempt"),
    path("norms/<int:norm_id>/materials/", norm_edits.attach, name="norm_attach"),
    path("norms/materials/<int:material_id>/remove/", norm_edits.detach, name="norm_detach"),
    path("norms/materials/<int:material_id>/file/", norms.material_file, name="norm_file"),
    path(
        "norms/exemptions/<int:exemption_id>/end/",
        norm_edits.end_exemption,
        name="norm_exemption_end",
    ),
    path("norms/versions/<int:version_id>/correct/", norm_edits.correct, name="norm_correct"),
    path("obligations/", obligations.board, name="obligations"),
    path("obligations/mine/", obligations.mine, name="my_obligations"),
    path("obligations/forecast/", obligations.forecast, name="obligation_forecast"),
    path("obligations/matrix/", obligations.matrix, name="qualifications"),
    path("obligations/people/<int:employee_id>/", obligations.person, name="obligation_person"),
    path("obligations/norms/<int:norm_id>/", obligations.norm, name="obligation_norm"),
]
