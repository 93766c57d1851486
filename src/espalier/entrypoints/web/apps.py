from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "espalier.entrypoints.web"
    label = "web"
