from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "espalier.kit.imports"
    label = "imports"

    def ready(self) -> None:
        from espalier.kit.imports.permissions import declare_permissions

        declare_permissions()
