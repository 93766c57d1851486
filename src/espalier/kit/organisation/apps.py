from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "espalier.kit.organisation"
    label = "organisation"
