"""Addresses of accounts and roles."""

from django.urls import path

from espalier.kit.accounts import views

app_name = "accounts_admin"
urlpatterns = [
    path("", views.account_list, name="list"),
    path("new", views.new_account, name="new"),
    path("<int:user_id>/", views.account, name="account"),
    path("<int:user_id>/grants", views.grant, name="grant"),
    path("<int:user_id>/active", views.set_active, name="active"),
    path("grants/<int:grant_id>/revoke", views.revoke, name="revoke"),
]
