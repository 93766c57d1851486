"""Documents rest on norms: whoever changes one tells them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import map_rests_on_change
from espalier.cycle.learning_map.norms.models import Norm
from espalier.cycle.learning_map.norms.types import NORM
from espalier.kit.accounts.types import Actor
from espalier.kit.versions.services import record_changed
from espalier.kit.versions.types import EVERY_RECORD


def norm_changed(*, norm: Norm, reason: str, by: Actor, at: datetime) -> None:
    """Flag the documents that name the norm or the whole register, and the published map."""
    label = f"{norm.code} {norm.title}"
    record_changed(kind=NORM, record_id=norm.pk, label=label, reason=reason, by=by, at=at)
    map_rests_on_change(reason=f"{label}：{reason}", by=by, at=at)


def norms_imported(*, changed_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """The same for an import: whoever lists the register is told once, whoever names a changed norm by it."""
    reason = _("Norms were imported.")
    for norm_id in [EVERY_RECORD, *changed_ids]:
        record_changed(kind=NORM, record_id=norm_id, label="", reason=reason, by=by, at=at)
    map_rests_on_change(reason=reason, by=by, at=at)
