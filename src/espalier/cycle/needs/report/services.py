"""Writing the parts of the report that people write."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.report import queries, rules
from espalier.cycle.needs.report.models import Finding, Narrative
from espalier.cycle.needs.report.types import FindingContent
from espalier.cycle.needs.report.wording import in_words
from espalier.cycle.needs.stakeholders import queries as stakeholders
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.filling import fill
from espalier.kit.versions.services import record_changed

PLAIN = tuple(name for name in FindingContent.__dataclass_fields__ if name != "rests_on")


@transaction.atomic
def save_narrative(
    *, part: str, text: str, text_en: str, by: Actor, at: datetime
) -> Narrative | None:
    """Write a part of the newest analysis; an empty text takes it out.

    Raises: Refused before an analysis was begun.
    """
    analysis = _analysis()
    rows = Narrative.objects.filter(analysis=analysis, part=part)
    before = rows.values("text", "text_en").first()
    saved = None
    if text.strip():
        values: dict[str, Any] = {"text": text.strip(), "text_en": text_en.strip()}
        values |= {"updated_at": at, "updated_by": by.label}
        saved, _new = Narrative.objects.update_or_create(
            analysis=analysis, part=part, defaults=values
        )
    else:
        rows.delete()
    after = {"part": part, "text": text.strip(), "text_en": text_en.strip()}
    subject = saved or f"{queries.NARRATIVE}:{part}"
    log.record("needs.narrative.saved", subject, by=by, at=at, before=before, after=after)
    _tell(queries.NARRATIVE, saved.pk if saved else part, part, by, at)
    return saved


@transaction.atomic
def save_finding(
    *, finding_id: int | None, content: FindingContent, by: Actor, at: datetime
) -> Finding:
    """Write a finding of the newest analysis, or change one.

    Raises: NotFound; Refused with every problem.
    """
    taken = queries.finding_ids_by_code().get(content.code.strip(), finding_id) != finding_id
    problems = rules.problems_of_finding(content, code_taken=taken, finding_id=finding_id)
    if problems:
        raise Refused(in_words(problems))
    if finding_id is None:
        finding = Finding(analysis=_analysis())
        before: dict[str, Any] = {}
    else:
        finding = queries.finding_or_404(finding_id)
        before = {name: getattr(finding, name) for name in PLAIN}
    fill(finding, content, PLAIN)
    finding.updated_at = at
    finding.save()
    finding.rests_on.set(content.rests_on)
    after = {name: getattr(finding, name) for name in PLAIN} | {"rests_on": list(content.rests_on)}
    event = "needs.finding.changed" if finding_id else "needs.finding.created"
    log.record(event, finding, by=by, at=at, before=before, after=after)
    _tell(queries.FINDING, finding.pk, finding.code, by, at)
    return finding


@transaction.atomic
def remove_finding(*, finding_id: int, by: Actor, at: datetime) -> None:
    """Take a finding out. Raises: NotFound; Refused while options of TOWS rest on it."""
    finding = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if finding is None:
        raise NotFound
    if finding.used_by.exists():
        raise Refused(in_words([rules.FindingProblem.OTHERS_REST_ON_IT]))
    before = {name: getattr(finding, name) for name in PLAIN}
    log.record("needs.finding.removed", finding, by=by, at=at, before=before)
    _tell(queries.FINDING, finding.pk, finding.code, by, at)
    finding.delete()


@transaction.atomic
def save_imported_findings(
    *, rows: Mapping[str, Mapping[str, Any]], by: Actor, at: datetime
) -> None:
    """Add and change findings by code; ``rests_on`` of a row are codes."""
    analysis = _analysis()
    held = {row.code: row for row in Finding.objects.filter(code__in=list(rows))}
    fresh: list[Finding] = []
    changed: list[Finding] = []
    for code, told in rows.items():
        finding = held.get(code) or Finding(code=code, analysis=analysis)
        for name in set(told) & set(PLAIN):
            setattr(finding, name, told[name])
        finding.updated_at = at
        (changed if code in held else fresh).append(finding)
    Finding.objects.bulk_create(fresh)
    Finding.objects.bulk_update(changed, [*PLAIN[1:], "updated_at"], batch_size=100)
    ids = queries.finding_ids_by_code()
    through = Finding.rests_on.through
    wanted = {ids[code]: told["rests_on"] for code, told in rows.items() if "rests_on" in told}
    through.objects.filter(from_finding_id__in=list(wanted)).delete()
    through.objects.bulk_create(
        through(from_finding_id=pk, to_finding_id=ids[code])
        for pk, codes in wanted.items()
        for code in codes
    )
    after = {"n": len(rows)}
    log.record("needs.findings.imported", f"{queries.FINDING}:", by=by, at=at, after=after)
    _tell(queries.FINDING, "*", "", by, at)


@transaction.atomic
def save_imported_narratives(
    *, rows: Sequence[tuple[str, str, str]], by: Actor, at: datetime
) -> None:
    """Write parts (part, text, English text) of the newest analysis."""
    analysis = _analysis()
    Narrative.objects.bulk_create(
        [
            Narrative(
                analysis=analysis, part=part, text=text, text_en=text_en,
                updated_at=at, updated_by=by.label,
            )
            for part, text, text_en in rows
        ],
        update_conflicts=True,
        unique_fields=["analysis", "part"],
        update_fields=["text", "text_en", "updated_at", "updated_by"],
    )  # fmt: skip
    after = {"parts": [part for part, _text, _en in rows]}
    log.record("needs.narratives.imported", f"{queries.NARRATIVE}:", by=by, at=at, after=after)
    _tell(queries.NARRATIVE, "*", "", by, at)


def _analysis() -> Any:
    found = stakeholders.current_analysis()
    if found is None:
        message = _("No analysis was begun yet.")
        remedy = _("Begin the analysis of a year first, with its purpose, scope and question.")
        raise Refused([Problem("no_analysis", message, _("Analysis"), remedy)])
    return found


def _tell(kind: str, record_id: object, label: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=kind, record_id=record_id, label=label,
        reason=_("what the analysis report says was changed"), by=by, at=at,
    )  # fmt: skip
