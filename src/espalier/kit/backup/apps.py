from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "espalier.kit.backup"
    label = "backup"
