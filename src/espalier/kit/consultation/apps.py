from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "espalier.kit.consultation"
    label = "consultation"

    def ready(self) -> None:
        from espalier.kit.consultation import joins

        joins.register()
