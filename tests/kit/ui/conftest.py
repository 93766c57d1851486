"""Templates that ask for a variable nobody gave fail here, instead of leaving a hole in the page."""

import pytest

from tests.kit.ui.strict import strict_templates_settings


@pytest.fixture(autouse=True)
def _strict_templates(settings):
    settings.TEMPLATES = strict_templates_settings(settings.TEMPLATES)
