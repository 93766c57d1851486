from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "espalier.cycle.people"
    label = "people"

    def ready(self) -> None:
        from espalier.cycle.people import joins

        joins.register()
