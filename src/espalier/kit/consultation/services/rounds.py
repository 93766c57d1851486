"""Opening and closing rounds."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import queries, registry, rules
from espalier.kit.consultation.models import Invitation, Question, Round
from espalier.kit.consultation.types import Party, QuestionDraft, RoundKind, RoundState, Subject
from espalier.kit.consultation.wording import opening_problems
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.services import record_changed

NODE = "consultation.Round"


@transaction.atomic
def open_round(
    *,
    subject: Subject,
    kind: RoundKind | str,
    title: str,
    questions: Sequence[QuestionDraft] = (),
    closes_on: date,
    allows_links: bool = False,
    is_anonymous: bool = False,
    title_en: str = "",
    introduction: str = "",
    introduction_en: str = "",
    by: Actor,
    at: datetime,
) -> Round:
    """Open a round about a record of a registered kind; it takes answers until the end of ``closes_on``.

    Raises: Refused with everything that stops it. Source: P2.1.1, P2.2.4
    """
    kind = RoundKind(kind)
    label, problems = _subject_label(subject)
    problems += opening_problems(
        rules.problems_before_open(
            kind=kind,
            title=title,
            questions=questions,
            closes_on=closes_on,
            is_anonymous=is_anonymous,
            today=timezone.localdate(at),
        )
    )
    if problems:
        raise Refused(problems)
    opened = Round.objects.create(
        subject_kind=subject[0],
        subject_id=subject[1],
        subject_label=label[:300],
        kind=kind,
        title=title.strip(),
        title_en=title_en.strip(),
        introduction=introduction,
        introduction_en=introduction_en,
        closes_on=closes_on,
        allows_links=allows_links,
        is_anonymous=is_anonymous,
        opened_at=at,
        opened_by_id=by.user_id,
        opened_by_label=by.label[:120],
    )
    _write_questions(opened, questions)
    _log_opened(opened, len(questions), by, at)
    return opened


@transaction.atomic
def open_next_round(*, round_id: int, closes_on: date, by: Actor, at: datetime) -> Round:
    """Ask the same people the same questions again, with what the group said (Delphi).

    The round before is closed first. Raises: NotFound; Refused when it is no Delphi, was followed
    already, or the day has passed.
    """
    before = queries.round_for_change(round_id)
    _check_next(before, closes_on, timezone.localdate(at))
    if before.state == RoundState.OPEN:
        close_round(round_id=round_id, by=by, at=at)
    n = 1 + _n_before(before)
    opened = Round.objects.create(
        **{name: getattr(before, name) for name in COPIED},
        title=_numbered(before.title, n),
        title_en=_numbered(before.title_en, n) if before.title_en else "",
        closes_on=closes_on,
        follows=before,
        opened_at=at,
        opened_by_id=by.user_id,
        opened_by_label=by.label[:120],
    )
    earlier = list(before.questions.order_by("position"))
    Question.objects.bulk_create([_again(question, opened) for question in earlier])
    _log_opened(opened, len(earlier), by, at)
    from espalier.kit.consultation.services.invitations import invite

    parties = [_party(each) for each in before.invitations.filter(is_withdrawn=False)]
    if parties:
        invite(round_id=opened.pk, parties=parties, by=by, at=at)
    return opened


@transaction.atomic
def close_round(*, round_id: int, by: Actor, at: datetime) -> Round:
    """Take no more answers. Of an anonymous round the log gets how many answered, nothing else.

    Raises: NotFound; Refused when it is closed.
    """
    found = queries.round_for_change(round_id)
    if found.state == RoundState.CLOSED:
        raise Refused([Problem("closed", _("This round is closed."), found.title)])
    found.state, found.closed_at = RoundState.CLOSED, at
    found.save(update_fields=["state", "closed_at"])
    after = {
        "n_invited": found.invitations.filter(is_withdrawn=False).count(),
        "n_answered": found.responses.count(),
    }
    log.record("consultation.round.closed", found, by=by, at=at, after=after)
    reason = _("the round was closed")
    record_changed(kind=NODE, record_id=found.pk, label=found.title, reason=reason, by=by, at=at)
    return found


@transaction.atomic
def close_due_rounds(*, by: Actor, at: datetime) -> int:
    """Close the rounds whose last day is over; for the scheduler. Returns how many."""
    today = timezone.localdate(at)
    due = Round.objects.filter(state=RoundState.OPEN, closes_on__lt=today).order_by("pk")
    ids = list(due.values_list("pk", flat=True))
    for pk in ids:
        close_round(round_id=pk, by=by, at=at)
    return len(ids)


COPIED = (
    "subject_kind",
    "subject_id",
    "subject_label",
    "kind",
    "introduction",
    "introduction_en",
    "allows_links",
    "is_anonymous",
)


def _subject_label(subject: Subject) -> tuple[str, list[Problem]]:
    kind = registry.subjects().get(subject[0])
    if kind is None:
        message = _("Nothing of this kind can be consulted on.")
        return "", [Problem("unknown_kind", message, subject[0])]
    for _id, label, _url in kind.describe([subject[1]]):
        return label, []
    message = _("There is no such record to consult on.")
    return "", [Problem("unknown_subject", message, f"{kind.label} {subject[1]}")]


def _check_next(before: Round, closes_on: date, today: date) -> None:
    problems = []
    if before.kind != RoundKind.DELPHI:
        message = _("Only a Delphi survey has a second round.")
        problems.append(Problem("no_delphi", message, before.title))
    if Round.objects.filter(follows=before).exists():
        problems.append(
            Problem("already_followed", _("The next round is already open."), before.title)
        )
    if closes_on < today:
        problems += opening_problems([("closes_in_past", closes_on.isoformat())])
    if problems:
        raise Refused(problems)


def _n_before(last: Round) -> int:
    n, each = 0, last
    while True:
        n += 1
        if each.follows is None:
            return n
        each = each.follows


def _numbered(title: str, n: int) -> str:
    mark = f"（{n}）"
    return title.removesuffix(f"（{n - 1}）")[: 200 - len(mark)] + mark


def _write_questions(opened: Round, questions: Sequence[QuestionDraft]) -> None:
    Question.objects.bulk_create(
        Question(
            round=opened,
            position=position,
            kind=draft.kind,
            text=draft.text.strip(),
            text_en=draft.text_en.strip(),
            choices=[list(pair) for pair in draft.choices if pair[0].strip()],
            steps=draft.steps,
            low=draft.low,
            high=draft.high,
            low_en=draft.low_en,
            high_en=draft.high_en,
            part=draft.part,
            is_required=draft.is_required,
        )
        for position, draft in enumerate(questions, start=1)
    )


def _again(question: Question, opened: Round) -> Question:
    names = [f.name for f in Question._meta.concrete_fields if f.name not in SET_ANEW]
    return Question(
        round=opened, same_as=question, **{name: getattr(question, name) for name in names}
    )


SET_ANEW = {"id", "round", "same_as"}


def _party(invitation: Invitation) -> Party:
    return queries.party_of(invitation)


def _log_opened(opened: Round, n_questions: int, by: Actor, at: datetime) -> None:
    after = {
        "subject": f"{opened.subject_kind}:{opened.subject_id}",
        "kind": opened.kind,
        "title": opened.title,
        "n_questions": n_questions,
        "closes_on": opened.closes_on,
        "is_anonymous": opened.is_anonymous,
    }
    log.record("consultation.round.opened", opened, by=by, at=at, after=after)
