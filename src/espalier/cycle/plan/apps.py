from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "espalier.cycle.plan"
    label = "plan"

    def ready(self) -> None:
        from espalier.cycle.plan import joins

        joins.register()
