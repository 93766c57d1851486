"""Addresses of this tool."""

from django.urls import path

from espalier.kit.notify import views

app_name = "notify"
urlpatterns = [
    path("", views.notification_list, name="list"),
    path("bell", views.bell, name="bell"),
    path("read-all", views.read_all, name="read_all"),
    path("<int:notification_id>/", views.open_notification, name="open"),
    path("preferences/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:mail_id>/retry", views.retry, name="retry"),
]
