from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "espalier.entrypoints.web"
    label = "web"

    def ready(self) -> None:
        """The shell stands above all stages: what needs every kind of record is joined here."""
        from espalier.kit.consultation.thread import join_every_effect

        join_every_effect()
