"""Addresses of this tool."""

from django.urls import path

from espalier.kit.consultation.views import answering, changes, records, rounds

app_name = "consultation"
urlpatterns = [
    path("", rounds.round_list, name="list"),
    path("new/", rounds.new, name="new"),
    path("<int:round_id>/", rounds.consultation_round, name="round"),
    path("<int:round_id>/close", rounds.close, name="close"),
    path("<int:round_id>/remind", rounds.remind, name="remind"),
    path("<int:round_id>/next/", rounds.next_round, name="next"),
    path("<int:round_id>/invite/", rounds.invite, name="invite"),
    path("<int:round_id>/links/", rounds.link_sheet, name="links"),
    path("<int:round_id>/meeting/", records.meeting, name="meeting"),
    path("<int:round_id>/sign-in/", records.sign_in, name="sign_in"),
    path("<int:round_id>/sign-in/scan", records.sign_in_scan, name="sign_in_scan"),
    path("<int:round_id>/interview/", records.interview, name="interview"),
    path("<int:round_id>/answer/", answering.answer, name="answer"),
    path("<int:round_id>/requests/new/", changes.new_request, name="new_request"),
    path("invitations/<int:invitation_id>/renew", rounds.renew, name="renew"),
    path("invitations/<int:invitation_id>/withdraw", rounds.withdraw, name="withdraw"),
    path("requests/", changes.request_list, name="requests"),
    path("requests/<uuid:request_id>/", changes.change_request, name="request"),
    path("requests/<uuid:request_id>/decide/", changes.decide, name="decide"),
    path("ledger/", changes.ledger, name="ledger"),
    path("a/<str:token>/", answering.by_link, name="by_link"),
    path("thanks/<str:language>/", answering.thanks, name="thanks"),
]
