from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "espalier.cycle.strategy"
    label = "strategy"

    def ready(self) -> None:
        from espalier.cycle.strategy import joins

        joins.register()
