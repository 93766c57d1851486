from django.apps import AppConfig


class OutputsConfig(AppConfig):
    name = "espalier.kit.outputs"
    label = "outputs"

    def ready(self) -> None:
        from espalier.kit.outputs import joins

        joins.register()
