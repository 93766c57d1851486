from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "espalier.kit.imports"
    label = "imports"
