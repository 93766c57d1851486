from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "espalier.cycle.needs"
    label = "needs"

    def ready(self) -> None:
        from espalier.cycle.needs import joins

        joins.register()
