from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "espalier.kit.notify"
    label = "notify"

    def ready(self) -> None:
        from espalier.kit.notify import joins

        joins.register()
