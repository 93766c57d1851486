from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "espalier.kit.approval"
    label = "approval"

    def ready(self) -> None:
        from espalier.kit.approval import joins

        joins.register()
