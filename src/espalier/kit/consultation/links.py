"""The link of an invitation: made from the installation's secret, kept as a digest only."""

import base64
import hashlib
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from espalier.kit.consultation.models import Invitation, Round
from espalier.kit.notify.links import absolute

SALT = "espalier.consultation.invitation"


def token_of(invitation: Invitation) -> str:
    """The secret part of the link: 256 bits that nobody finds without the installation's key.

    The same invitation gives the same link, so a reminder repeats it and nothing has to be kept;
    the next ``link_no`` makes the earlier link unknown.
    """
    value = f"{invitation.pk}:{invitation.link_no}"
    digest = salted_hmac(SALT, value, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def url_of(invitation: Invitation) -> str:
    """The absolute link."""
    return absolute(reverse("consultation:by_link", args=[token_of(invitation)]))


def ends_at(consulted: Round) -> datetime:
    """Links end with the last day of the round, at midnight where the organisation is."""
    day_after = consulted.closes_on + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day_after, time.min))


def qr_svg(url: str) -> str:
    """The link as a QR code: SVG text without a style or a script."""
    import io

    import qrcode  # type: ignore[import-untyped]  # it ships no types
    from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]  # as above

    stream = io.BytesIO()
    qrcode.make(url, image_factory=SvgPathImage, box_size=8, border=2).save(stream)
    text = stream.getvalue().decode()
    return text[text.index("<svg") :]
