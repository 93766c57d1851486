from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "espalier.kit.ui"
    label = "ui"
