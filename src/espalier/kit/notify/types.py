"""The vocabulary of telling people: topics, messages in both languages, how each topic reaches a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation

from espalier.kit.errors import Text

CHINESE, ENGLISH = "zh-hant", "en"
LANGUAGES = (CHINESE, ENGLISH)
Words = tuple[str, Sequence[str]]  # subject, lines


class Way(StrEnum):
    """How mail about a topic reaches a person; the list in the application always has everything."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class MailState(StrEnum):
    """Where one mail of the outbox stands.

    UNCLEAR: the sender died while it spoke with the mail server, so the mail may have gone. It is
    listed for a person to decide and never sent again by itself.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of news. Mail about an optional topic can be turned off and by default comes once a day.

    ``default`` is the way until the person chooses; a topic that is not optional always mails at once.
    """

    code: str
    label: Text
    is_optional: bool = False
    default: Way = Way.DAILY

    @property
    def way(self) -> Way:
        return self.default if self.is_optional else Way.AT_ONCE


@dataclass(frozen=True, slots=True)
class Message:
    """What is told, in both languages: a subject and the lines below it, plain text."""

    zh: Words
    en: Words

    def words(self, language: str) -> Words:
        return self.en if language == ENGLISH else self.zh

    @classmethod
    def written(cls, write: Callable[[], Words]) -> "Message":
        """Call ``write`` once for each language; inside it ``gettext`` gives that language."""
        found: list[Words] = []
        for language in LANGUAGES:
            with translation.override(language):
                subject, lines = write()
                found.append((str(subject), [str(line) for line in lines]))
        return cls(zh=found[0], en=found[1])
