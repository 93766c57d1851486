from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "espalier.kit.accounts"
    label = "accounts"

    def ready(self) -> None:
        from espalier.kit import acts, menu, permissions, wide_statements

        wide_statements.register()
        permissions.register()
        menu.register()
        acts.register_acts()
