"""What follows a write in this room: needs are ordered anew, documents are told, problems are put in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from espalier.cycle.needs.needs_list import queries, rules
from espalier.cycle.needs.needs_list.models import Need
from espalier.cycle.needs.needs_list.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Refused
from espalier.kit.versions.services import record_changed

CRITERION, RATING = "needs.NeedCriterion", "needs.NeedRating"


def rank_needs() -> None:
    """Order the needs anew; called by every service of this room that changes what the order rests on."""
    now = queries.board()
    scored, _sensitivity = queries.priorities(now)
    moved = []
    for need, place in zip(now.needs, scored, strict=True):
        if (need.score, need.rank) != (place.score, place.rank):
            need.score, need.rank = place.score, place.rank
            moved.append(need)
    Need.objects.bulk_update(moved, ["score", "rank"], batch_size=200)
    Need.objects.filter(is_active=False).exclude(rank=None).update(score=None, rank=None)


def weights_changed(by: Actor, at: datetime) -> None:
    """Tell the documents that rest on the criteria."""
    record_changed(
        kind=CRITERION, record_id="*", label=_("Criteria of the needs"),
        reason=_("criteria or weights were changed"), by=by, at=at,
    )  # fmt: skip


def tell(need: Need, reason: str, by: Actor, at: datetime) -> None:
    """Tell the documents that rest on a need."""
    record_changed(
        kind=queries.KIND, record_id=need.pk, label=f"{need.code} {need.title}",
        reason=reason, by=by, at=at,
    )  # fmt: skip


def refuse_if(found: rules.Found) -> None:
    """Raises: Refused with every problem in words, when there is any."""
    if found:
        raise Refused(in_words(found))
