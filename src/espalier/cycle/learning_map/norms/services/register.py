"""Writing norms and the versions of their rules."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import MODES
from espalier.cycle.learning_map.norms import queries, rules
from espalier.cycle.learning_map.norms.models import Norm, NormVersion
from espalier.cycle.learning_map.norms.storing import (
    changed,
    content_of,
    plain,
    rule_of,
    set_content,
    set_rule,
    version_row,
)
from espalier.cycle.learning_map.norms.telling import norm_changed
from espalier.cycle.learning_map.norms.types import NormContent, Rule
from espalier.cycle.learning_map.norms.wording import problems_in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused


@transaction.atomic
def create_norm(
    *,
    code: str,
    content: NormContent,
    rule: Rule,
    effective_from: date,
    by: Actor,
    at: datetime,
) -> Norm:
    """Put a norm into the register with the first version of its rule.

    Raises: Refused with every problem of the code, the content and the rule.
    """
    code = code.strip()
    found = rules.problems_of_content(code, content, on=timezone.localdate(at))
    if Norm.objects.filter(code=code).exists():
        found.append((rules.NormProblem.CODE_TAKEN, code))
    found += rules.problems_of_rule(rule, known_modes=MODES)
    _refuse(found)
    norm = Norm(code=code)
    set_content(norm, content, at)
    norm.save()
    row = version_row(
        norm.pk, 1, rule, effective_from=effective_from, change_note="", recorded_by=by.label, at=at
    )
    row.save()
    after = {"code": code, **plain(content), "rule": plain(rule), "from": effective_from}
    log.record("learning_map.norm.created", norm, by=by, at=at, after=after)
    norm_changed(norm=norm, reason=_("It is new in the register."), by=by, at=at)
    return norm


@transaction.atomic
def change_norm(*, norm_id: int, content: NormContent, by: Actor, at: datetime) -> Norm:
    """Replace what is known about a norm; its rule stays. Nothing happens when nothing differs.

    Raises: NotFound; Refused with every problem.
    """
    norm = queries.locked_norm(norm_id)
    _refuse(rules.problems_of_content(norm.code, content, on=timezone.localdate(at)))
    before, after = changed(content_of(norm), content)
    if not after:
        return norm
    set_content(norm, content, at)
    norm.save()
    log.record("learning_map.norm.changed", norm, by=by, at=at, before=before, after=after)
    norm_changed(norm=norm, reason=_("What is known about the norm changed."), by=by, at=at)
    return norm


@transaction.atomic
def start_version(
    *,
    norm_id: int,
    rule: Rule,
    effective_from: date,
    change_note: str,
    by: Actor,
    at: datetime,
) -> NormVersion:
    """A changed rule holds from a day on; the version before ends the day before and judges what lies there.

    Raises: NotFound; Refused without a change, without a change note, or when it does not begin later.
    """
    norm = queries.locked_norm(norm_id)
    newest = queries.versions_of(norm_id)[0]
    found = rules.problems_of_rule(rule, known_modes=MODES)
    found += rules.problems_of_next_version(
        rule_of(newest), rule, held_from=newest.effective_from, effective_from=effective_from
    )
    _refuse(found, _missing(change_note, _("Say what changed in the rule and why."), _("Reason")))
    if newest.effective_to is None or newest.effective_to >= effective_from:
        newest.effective_to = effective_from - timedelta(days=1)
        newest.save(update_fields=["effective_to"])
    version = version_row(
        norm_id,
        newest.version_no + 1,
        rule,
        effective_from=effective_from,
        change_note=change_note,
        recorded_by=by.label,
        at=at,
    )
    version.save()
    _touch(norm, at)
    before, after = changed(rule_of(newest), rule)
    after |= {"version": version.version_no, "from": effective_from, "note": change_note.strip()}
    log.record("learning_map.norm.version_started", norm, by=by, at=at, before=before, after=after)
    norm_changed(norm=norm, reason=_("Its rule changes."), by=by, at=at)
    return version


@transaction.atomic
def correct_rule(
    *, version_id: int, rule: Rule, effective_from: date, reason: str, by: Actor, at: datetime
) -> NormVersion:
    """Mend a version that was recorded wrongly; the old wording stays in the audit log.

    Raises: NotFound; Refused without a reason, or when its begin leaves its place between the others.
    """
    version = queries.version_or_404(version_id)
    norm = queries.locked_norm(version.norm_id)
    found = rules.problems_of_rule(rule, known_modes=MODES)
    found += _problems_of_place(version, effective_from)
    _refuse(found, _missing(reason, _("Say what was wrong."), _("Reason")))
    before, after = changed(rule_of(version), rule)
    if effective_from != version.effective_from:
        before["effective_from"], after["effective_from"] = version.effective_from, effective_from
    if not after:
        return version
    _move_begin(version, effective_from)
    set_rule(version, rule)
    version.save()
    _touch(norm, at)
    after |= {"version": version.version_no, "reason": reason.strip()}
    log.record("learning_map.norm.rule_corrected", norm, by=by, at=at, before=before, after=after)
    norm_changed(norm=norm, reason=_("A slip in its rule was corrected."), by=by, at=at)
    return version


def _problems_of_place(version: NormVersion, effective_from: date) -> rules.Found:
    earlier = _version_before(version)
    if earlier is not None and effective_from <= earlier.effective_from:
        return [(rules.NormProblem.NOT_LATER, earlier.effective_from.isoformat())]
    if version.effective_to is not None and effective_from > version.effective_to:
        return [(rules.NormProblem.ENDS_FIRST, effective_from.isoformat())]
    return []


def _version_before(version: NormVersion) -> NormVersion | None:
    rows = NormVersion.objects.filter(
        norm_id=version.norm_id, effective_from__lt=version.effective_from
    )
    return rows.order_by("-effective_from").first()


def _move_begin(version: NormVersion, effective_from: date) -> None:
    """The version before ends the day before, as it did; a gap left on purpose stays."""
    earlier = _version_before(version)
    day_before = version.effective_from - timedelta(days=1)
    if earlier is not None and (
        earlier.effective_to == day_before or (earlier.effective_to or day_before) >= effective_from
    ):
        earlier.effective_to = effective_from - timedelta(days=1)
        earlier.save(update_fields=["effective_to"])
    version.effective_from = effective_from


@transaction.atomic
def end_norm(*, norm_id: int, last_day: date, reason: str, by: Actor, at: datetime) -> Norm:
    """The norm binds no longer after a day; it stays in the register with its history.

    Raises: NotFound; Refused without a reason, or when it would end before its newest version begins.
    """
    norm = queries.locked_norm(norm_id)
    newest = queries.versions_of(norm_id)[0]
    found = []
    if last_day < newest.effective_from:
        found.append((rules.NormProblem.ENDS_FIRST, last_day.isoformat()))
    _refuse(found, _missing(reason, _("Say why the norm no longer binds."), _("Reason")))
    before = {"effective_to": newest.effective_to}
    newest.effective_to = last_day
    newest.save(update_fields=["effective_to"])
    _touch(norm, at)
    after = {"effective_to": last_day, "reason": reason.strip()}
    log.record("learning_map.norm.ended", norm, by=by, at=at, before=before, after=after)
    norm_changed(norm=norm, reason=_("The norm ends."), by=by, at=at)
    return norm


def _touch(norm: Norm, at: datetime) -> None:
    norm.updated_at = at
    norm.save(update_fields=["updated_at"])


def _missing(text: str, remedy: str, place: str) -> list[Problem]:
    if text.strip():
        return []
    return [Problem("no_reason", _("A reason is missing."), place, remedy)]


def _refuse(found: rules.Found, more: list[Problem] | None = None) -> None:
    problems = problems_in_words(found) + (more or [])
    if problems:
        raise Refused(problems)
