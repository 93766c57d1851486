from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "espalier.cycle.standards"
    label = "standards"

    def ready(self) -> None:
        from espalier.cycle.standards import joins

        joins.register()
