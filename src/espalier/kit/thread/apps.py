from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "espalier.kit.thread"
    label = "thread"
