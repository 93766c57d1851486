from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "espalier.kit.imports"
    label = "imports"

    def ready(self) -> None:
        from espalier.kit.accounts.imports import ACCOUNTS
        from espalier.kit.imports.jobs import register_jobs
        from espalier.kit.imports.registry import register

        register(ACCOUNTS)
        register_jobs()
