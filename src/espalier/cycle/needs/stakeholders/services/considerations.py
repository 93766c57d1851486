"""Writing what the strategy must weigh."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from espalier.cycle.needs.stakeholders import queries, rules, wording
from espalier.cycle.needs.stakeholders.models import Consideration, Stakeholder, Voice
from espalier.cycle.needs.stakeholders.types import ConsiderationContent
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import queries as consultation
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.filling import fill
from espalier.kit.versions.services import record_changed

PLAIN = ("kind", "text", "text_en", "n_for", "n_against", "n_neutral", "basis", "basis_en")


@transaction.atomic
def save_consideration(
    *,
    analysis_id: int,
    consideration_id: int | None,
    content: ConsiderationContent,
    by: Actor,
    at: datetime,
) -> Consideration:
    """Write down something to weigh, or change it, with the stakeholders who spoke to it.

    Raises: NotFound; Refused with every problem.
    """
    analysis = queries.analysis_or_404(analysis_id)
    held = None if consideration_id is None else queries.consideration_or_404(consideration_id)
    problems = _problems_of(content, consideration_id)
    if problems:
        raise Refused(problems)
    before = asdict(queries.consideration_content(held)) if held else None
    row = held or Consideration(analysis=analysis)
    fill(row, content, PLAIN)
    row.code, row.round_id, row.updated_at = content.code.strip(), content.round_id, at
    row.save()
    Voice.objects.filter(consideration=row).delete()
    Voice.objects.bulk_create(
        Voice(
            consideration=row,
            stakeholder_id=voice.stakeholder_id,
            stance=voice.stance,
            words=voice.words.strip(),
        )
        for voice in {each.stakeholder_id: each for each in content.voices}.values()
    )
    event = "needs.consideration.changed" if held else "needs.consideration.added"
    log.record(event, row, by=by, at=at, before=before, after=asdict(content))
    reason = _("The consideration was changed.") if held else _("A consideration was added.")
    _tell(row.pk, row.code, reason, by, at)
    return row


@transaction.atomic
def remove_consideration(*, consideration_id: int, by: Actor, at: datetime) -> None:
    """Take a consideration back.

    Raises: NotFound; Refused when something rests on it, with the list.
    """
    row = queries.consideration_or_404(consideration_id)
    before = asdict(queries.consideration_content(row))
    key, code = row.pk, row.code
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        resting = sorted({getattr(e, "code", "") or str(e.pk) for e in error.protected_objects})
        message = _("These records rest on the consideration: %(codes)s")
        problem = Problem(
            "still_used",
            message % {"codes": "、".join(resting[:20])},
            code,
            _("Take it out of them first."),
        )
        raise Refused([problem]) from error
    event = "needs.consideration.removed"
    log.record(event, f"{queries.CONSIDERATION}:{key}", by=by, at=at, before=before)
    _tell(key, code, _("The consideration was removed."), by, at)


def _problems_of(content: ConsiderationContent, consideration_id: int | None) -> list[Problem]:
    found = rules.problems_of_consideration(content, kinds=dict(queries.kind_choices()))
    problems = [wording.consideration_problem(kind) for kind in found]
    others = Consideration.objects.filter(code=content.code.strip())
    if others.exclude(pk=consideration_id or 0).exists():
        problems.append(wording.code_taken(content.code, _("Consideration code")))
    wanted = {voice.stakeholder_id for voice in content.voices}
    known = set(Stakeholder.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    problems += [
        wording.unknown_code(str(missing), _("Stakeholders")) for missing in wanted - known
    ]
    if content.round_id is not None and not _is_round(content.round_id):
        place = _("Round of consultation")
        problems.append(wording.unknown_code(str(content.round_id), place))
    return problems


def _is_round(round_id: int) -> bool:
    try:
        consultation.round_or_404(round_id)
    except NotFound:
        return False
    return True


def _tell(key: int, code: str, reason: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=queries.CONSIDERATION, record_id=key, label=code, reason=reason, by=by, at=at
    )
