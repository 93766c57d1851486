"""Writing the narrative sections."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.strategy.report.models import Narrative
from espalier.cycle.strategy.report.types import NARRATIVES
from espalier.cycle.strategy.report.wording import TEXTS
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.versions.services import record_changed

KIND = "strategy.Narrative"


@transaction.atomic
def write_narrative(
    *, key: str, text: str, text_en: str = "", by: Actor, at: datetime
) -> Narrative:
    """Write one section. Raises: NotFound for an unknown section; Refused when the text is empty."""
    if key not in NARRATIVES:
        raise NotFound
    title, hint = TEXTS[key]
    if not text.strip():
        raise Refused([Problem("empty", _("The text is empty."), title, hint)])
    row = Narrative.objects.select_for_update().filter(key=key).first() or Narrative(key=key)
    before = {"text": row.text, "text_en": row.text_en}
    row.text, row.text_en = text.strip(), text_en.strip()
    row.updated_by, row.updated_at = by.label, at
    row.save()
    after = {"text": row.text, "text_en": row.text_en}
    log.record("strategy.narrative.written", row, by=by, at=at, before=before, after=after)
    reason = _("The text was rewritten.")
    record_changed(kind=KIND, record_id=row.pk, label=str(title), reason=reason, by=by, at=at)
    return row
