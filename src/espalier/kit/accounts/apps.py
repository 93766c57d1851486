from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "espalier.kit.accounts"
    label = "accounts"
