"""Every stage has its address; the shell has the root."""

from django.urls import include, path

urlpatterns = [
    path("", include("espalier.entrypoints.web.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("kit/", include("espalier.kit.urls")),
    path("standards/", include("espalier.cycle.standards.urls")),
    path("people/", include("espalier.cycle.people.urls")),
    path("policy/", include("espalier.cycle.policy.urls")),
    path("map/", include("espalier.cycle.learning_map.urls")),
    path("needs/", include("espalier.cycle.needs.urls")),
    path("strategy/", include("espalier.cycle.strategy.urls")),
    path("plan/", include("espalier.cycle.plan.urls")),
    path("outputs/", include("espalier.kit.outputs.urls")),
]
handler404 = "espalier.kit.http.not_found_page"
handler500 = "espalier.kit.http.broken_page"
