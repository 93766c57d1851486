from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "espalier.cycle.policy"
    label = "policy"

    def ready(self) -> None:
        from espalier.cycle.policy import joins

        joins.register()
