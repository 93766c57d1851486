from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "espalier.kit.jobs"
    label = "jobs"
