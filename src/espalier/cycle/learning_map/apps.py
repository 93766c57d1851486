from django.apps import AppConfig


class LearningMapConfig(AppConfig):
    name = "espalier.cycle.learning_map"
    label = "learning_map"

    def ready(self) -> None:
        from espalier.cycle.learning_map import joins

        joins.register()
