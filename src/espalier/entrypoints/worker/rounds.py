"""One round of the scheduler: everything that is due by the clock."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from espalier.cycle.needs.unit_requests import services as unit_requests
from espalier.cycle.people.employees import services as employees
from espalier.cycle.people.evidence import services as evidence
from espalier.kit.accounts.types import Actor
from espalier.kit.approval import services as approval
from espalier.kit.consultation import services as consultation
from espalier.kit.jobs import services as jobs
from espalier.kit.notify import services as notify

logger = logging.getLogger("espalier.scheduler")
BY = Actor.system("scheduler")


def _lost_jobs(at: datetime) -> str:
    n = jobs.resume_lost_jobs(by=BY, at=at)
    return f"took up {n} interrupted jobs" if n else ""


def _old_levels(at: datetime) -> str:
    n = evidence.refresh_levels(on=timezone.localdate(at), by=BY, at=at)
    return f"refreshed {n} levels" if n else ""


def _due_moves(at: datetime) -> str:
    n = employees.apply_due_moves(on=timezone.localdate(at), by=BY, at=at)
    return f"moved {n} people to the position that begins today" if n else ""


def _new_accounts(at: datetime) -> str:
    n = employees.link_accounts(by=BY, at=at)
    return f"joined {n} accounts with their employees" if n else ""


def _waiting_reviews(at: datetime) -> str:
    n = approval.remind(by=BY, at=at)
    return f"reminded of {n} steps of reviews" if n else ""


def _consultations(at: datetime) -> str:
    closed = consultation.close_due_rounds(by=BY, at=at)
    reminded = consultation.send_reminders(by=BY, at=at)
    told = [f"closed {closed} consultations" if closed else ""]
    told += [f"reminded {reminded} people of a consultation" if reminded else ""]
    return ", ".join(each for each in told if each)


def _unit_surveys(at: datetime) -> str:
    return unit_requests.run_due_surveys(by=BY, at=at)


def _mails(at: datetime) -> str:
    n = notify.send_outbox(by=BY, at=at)
    return f"sent {n} mails" if n else ""


def _digests(at: datetime) -> str:
    n = notify.send_digests(by=BY, at=at)
    return f"wrote {n} summaries of the day" if n else ""


DUE: tuple[Callable[[datetime], str], ...] = (
    _lost_jobs,
    _due_moves,
    _new_accounts,
    _old_levels,
    _waiting_reviews,
    _consultations,
    _unit_surveys,
    _digests,
    _mails,
)


def run_round() -> list[str]:
    """Do each due thing; one that fails is logged and does not stop the others."""
    lines = []
    for due in DUE:
        try:
            lines.append(due(timezone.now()))
        except Exception:
            logger.exception("%s failed", due.__name__)
    return [line for line in lines if line]
