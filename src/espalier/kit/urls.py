"""Addresses of the kit's own pages: imports, jobs, files, audit, organisation, thread, accounts."""

from django.urls import include, path

urlpatterns = [
    path("ui/", include("espalier.kit.ui.urls")),
    path("imports/", include("espalier.kit.imports.urls")),
    path("jobs/", include("espalier.kit.jobs.urls")),
    path("files/", include("espalier.kit.files.urls")),
    path("audit/", include("espalier.kit.audit.urls")),
    path("organisation/", include("espalier.kit.organisation.urls")),
    path("thread/", include("espalier.kit.thread.urls")),
    path("accounts/", include("espalier.kit.accounts.urls")),
    path("notify/", include("espalier.kit.notify.urls")),
    path("approval/", include("espalier.kit.approval.urls")),
    path("consultation/", include("espalier.kit.consultation.urls")),
]
