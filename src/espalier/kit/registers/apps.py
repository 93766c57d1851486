from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "espalier.kit.registers"
    label = "registers"

    def ready(self) -> None:
        from espalier.kit.registers import acts

        acts.register_acts()
