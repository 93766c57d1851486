"""One mail as it leaves: subject, text and HTML in the reader's language, with the way out of it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espalier.kit.notify import registry
from espalier.kit.notify.links import absolute, unsubscribe_url
from espalier.kit.notify.models import OutboxMail
from espalier.kit.organisation import queries as organisation


def letter_of(mail: OutboxMail) -> EmailMultiAlternatives:
    """The letter; the same row gives the same Message-ID, so a server can tell a repetition."""
    topic = registry.topic(mail.topic)
    is_digest = topic.code == registry.DIGEST.code
    way_out = ""
    if topic.is_optional:
        way_out = unsubscribe_url(topic=topic.code, user_id=mail.user_id, address=mail.address)
    with translation.override(mail.language):
        context = {
            "items": [{**item, "url": absolute(item["url"])} for item in mail.items],
            "language": mail.language,
            "is_digest": is_digest,
            "organisation_name": _sender_name(mail.language),
            "topic": topic.label,
            "unsubscribe_url": way_out,
            "has_account": mail.user_id is not None,
            "preferences_url": absolute("/kit/notify/preferences/"),
        }
        text = render_to_string("notify/mail/message.txt", context)
        html = render_to_string("notify/mail/message.html", context)
        subject = _subject(mail)
    host = urlsplit(settings.ESPALIER_ADDRESS).hostname or "localhost"
    headers = {"Message-ID": f"<{mail.key}@{host}>"}
    if way_out:
        headers["List-Unsubscribe"] = f"<{way_out}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter = EmailMultiAlternatives(subject, text, to=[mail.address], headers=headers)
    letter.attach_alternative(html, "text/html")
    return letter


def _subject(mail: OutboxMail) -> str:
    """One line: a line break in a subject would let text become a header."""
    if mail.topic != registry.DIGEST.code:
        return " ".join(str(mail.items[0]["subject"]).split())
    n = len(mail.items)
    return ngettext("%(n)d thing for you", "%(n)d things for you", n) % {"n": n}


def _sender_name(language: str) -> str:
    found = organisation.current()
    name = found.name_en if language == "en" and found.name_en else found.name
    return name or _("Training system")
