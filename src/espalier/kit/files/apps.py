from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "espalier.kit.files"
    label = "files"
