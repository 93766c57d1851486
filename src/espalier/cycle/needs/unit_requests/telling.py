"""Telling units of a survey, and those who asked what was decided, through the kit's notifications."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from espalier.cycle.needs.unit_requests import queries, rules
from espalier.cycle.needs.unit_requests.models import AskedUnit, SurveyRound, UnitRequest
from espalier.cycle.needs.unit_requests.types import Holder
from espalier.cycle.needs.unit_requests.wording import OUTCOMES, STATES
from espalier.kit.accounts.types import Actor
from espalier.kit.notify import services as notify
from espalier.kit.notify.registry import register_topic
from espalier.kit.notify.types import CHINESE, Message, Topic, Words

ASKED, REMINDER, DECIDED = "unit_requests.asked", "unit_requests.reminder", "unit_requests.decided"


def register_topics() -> None:
    register_topic(Topic(ASKED, gettext_lazy("Your unit is asked for its training requests")))
    register_topic(
        Topic(REMINDER, gettext_lazy("Your unit has not handed in its training requests"))
    )
    register_topic(Topic(DECIDED, gettext_lazy("What became of a training request of your unit")))


def tell_units(
    found: SurveyRound, asked: Sequence[AskedUnit], topic: str, *, by: Actor, at: datetime
) -> list[AskedUnit]:
    """Tell who answers for units: supervisors in the application, else the unit's head by mail.

    Returns the units of which somebody was told.
    """
    heads = queries.holders(timezone.localdate(at))
    message = Message.written(lambda: _invitation(found, topic))
    users: set[int] = set()
    mails: dict[str, AskedUnit] = {}
    told = []
    for each in asked:
        near = _users_near(each, heads)
        users.update(near)
        if near:
            told.append(each)
        elif each.unit.manager is not None and each.unit.manager.email:
            mails.setdefault(each.unit.manager.email, each)
            told.append(each)
    url = reverse("needs:request_round", args=[found.pk])
    notify.tell(users=users, topic=topic, message=message, url=url, by=by, at=at)
    by_mail = Message.written(lambda: _invitation(found, topic, on_paper=True))
    for address in mails:
        notify.mail_address(
            address=address, language=CHINESE, topic=topic, message=by_mail, url="", by=by, at=at
        )
    return told


def _users_near(asked: AskedUnit, heads: Sequence[Holder]) -> list[int]:
    return [each.user_id for each in rules.nearest_holders(asked.unit.scope.path, heads)]


def _invitation(found: SurveyRound, topic: str, *, on_paper: bool = False) -> Words:
    """What is asked, until when, where to turn; without an account the form is filled in Excel."""
    told = {
        "title": title_of(found),
        "day": formats.date_format(found.deadline, "SHORT_DATE_FORMAT"),
        "contact": found.contact,
    }
    subject = _("Training requests of your unit: %(title)s") % told
    if topic == REMINDER:
        subject = _("Not handed in yet: %(title)s") % told
    lines = [_("Please hand in the training requests of your unit by %(day)s.") % told]
    lines.append(_("If the unit asks for nothing, please say so too."))
    if on_paper:
        lines.append(
            _("Fill the form in Excel that the training unit gives you, and send it back.")
        )
    if found.contact:
        lines.append(_("Questions: %(contact)s") % told)
    return subject, lines


def tell_decided(rows: Iterable[UnitRequest], *, by: Actor, at: datetime) -> None:
    """Send each decision with its reason to who handed the request in, and to who answers for the unit."""
    for row in rows:
        _tell_about(row, Message.written(partial(_decision, row)), by, at)


def tell_outcome(row: UnitRequest, *, by: Actor, at: datetime) -> None:
    """Send what the annual plan made of a request."""
    _tell_about(row, Message.written(partial(_outcome, row)), by, at)


def _tell_about(row: UnitRequest, message: Message, by: Actor, at: datetime) -> None:
    heads = queries.holders(timezone.localdate(at))
    users = {each.user_id for each in rules.nearest_holders(row.unit.scope.path, heads)}
    users |= {row.sent_by_id} if row.sent_by_id else set()
    users -= {by.user_id}
    url = reverse("needs:unit_request", args=[row.pk])
    notify.tell(users=users, topic=DECIDED, message=message, url=url, by=by, at=at)


def _decision(row: UnitRequest) -> Words:
    told = {"code": row.code, "what": subject_of(row), "state": STATES[row.state]}
    subject = _("%(state)s: %(code)s %(what)s") % told
    return subject, [_("By %(name)s") % {"name": row.decided_by}, *row.decision.splitlines()]


def _outcome(row: UnitRequest) -> Words:
    told = {"code": row.code, "what": subject_of(row), "state": OUTCOMES[row.outcome]}
    subject = _("%(state)s: %(code)s %(what)s") % told
    lines = (
        [_("Line of the plan: %(line)s") % {"line": row.plan_line_ref}] if row.plan_line_ref else []
    )
    return subject, [*lines, *row.outcome_reason.splitlines()]


def title_of(found: SurveyRound) -> str:
    """The title of a round in the language in force."""
    return (found.title_en if _is_english() else "") or found.title


def subject_of(row: UnitRequest) -> str:
    """What a request is about: its topic, else the name of its module."""
    name = getattr(row, "module_name_en", "") if _is_english() else ""
    named = name or getattr(row, "module_name", "") or ""
    code = row.module.code if row.module else ""
    return f"{code} {named}".strip() if code else row.topic


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
