from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "espalier.kit.accounts"
    label = "accounts"

    def ready(self) -> None:
        from espalier.kit import menu, permissions

        permissions.register()
        menu.register()
