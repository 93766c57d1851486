"""A registered topic of each sort, and a mail server that keeps what it gets."""

import pytest

from espalier.kit.notify import registry
from espalier.kit.notify.types import Message, Topic
from tests.kit.notify.catcher import Catcher

DUTY, NEWS = "test.duty", "test.news"


@pytest.fixture(autouse=True)
def topics(monkeypatch):
    kept = {DUTY: Topic(DUTY, "待辦簽核"), NEWS: Topic(NEWS, "消息", is_optional=True)}
    monkeypatch.setattr(registry, "_TOPICS", kept)
    return kept


@pytest.fixture
def words():
    return Message(zh=("請核簽", ["年度計畫等您核簽。"]), en=("Please sign", ["The plan waits."]))


@pytest.fixture
def smtp(settings):
    """The outbox speaks to a real server on this machine."""
    with Catcher() as catcher:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", catcher.port
        settings.EMAIL_TIMEOUT = 5
        yield catcher
