from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "espalier.kit.thread"
    label = "thread"

    def ready(self) -> None:
        from espalier.kit.thread import anchors

        anchors.register()
