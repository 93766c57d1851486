from django.apps import AppConfig


class VersionsConfig(AppConfig):
    name = "espalier.kit.versions"
    label = "versions"
