"""Making several requests one thing, without losing a row, and taking one out again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from espalier.cycle.needs.unit_requests import queries, rules
from espalier.cycle.needs.unit_requests.holding import locked_requests
from espalier.cycle.needs.unit_requests.models import RequestGroup, UnitRequest
from espalier.cycle.needs.unit_requests.rules import RequestProblem
from espalier.cycle.needs.unit_requests.types import RequestState
from espalier.cycle.needs.unit_requests.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Refused


@transaction.atomic
def merge_requests(
    *, request_ids: Collection[int], title: str, by: Actor, at: datetime
) -> RequestGroup:
    """Put requests into one group; groups they were in become part of it, with all their members.

    Every request stays as its unit wrote it, with its own people, months and decision.
    Raises: NotFound; Refused with every problem.
    """
    rows = _with_their_groups(request_ids)
    chosen = set(request_ids)
    found = rules.problems_of_merge(
        [row.round_id for row in rows],
        [RequestState(row.state) for row in rows if row.pk in chosen],
        [row.module_id for row in rows],
    )
    if not title.strip():
        found.append((RequestProblem.NO_TITLE, ""))
    if found:
        raise Refused(in_words(found))
    held = sorted({row.group_id for row in rows if row.group_id is not None})
    group = RequestGroup.objects.filter(pk__in=held).order_by("pk").first()
    if group is None:
        group = RequestGroup(round_id=rows[0].round_id, created_at=at)
    group.title = title.strip()[:200]
    group.save()
    before = {row.code: row.group_id for row in rows}
    UnitRequest.objects.filter(pk__in=[row.pk for row in rows]).update(group=group, updated_at=at)
    # What its members left holds nothing any more; the log says what became of it.
    RequestGroup.objects.filter(pk__in=held).exclude(pk=group.pk).delete()
    after = {"title": group.title, "requests": [row.code for row in rows]}
    log.record("needs.unit_request.merged", group, by=by, at=at, before=before, after=after)
    return group


@transaction.atomic
def split_request(*, request_id: int, by: Actor, at: datetime) -> UnitRequest:
    """Take a request out of its group; a group with fewer than two left is given up.

    Raises: NotFound; Refused when it is in none.
    """
    [row] = locked_requests([request_id])
    if row.group_id is None:
        raise Refused(in_words([(RequestProblem.NOT_OPEN, row.code)]))
    group = queries.group_or_404(row.group_id)
    row.group, row.updated_at = None, at
    row.save(update_fields=["group", "updated_at"])
    before = {"group": group.title, "code": row.code}
    log.record("needs.unit_request.split", row, by=by, at=at, before=before)
    if group.requests.count() < 2:
        group.delete()
    return row


def _with_their_groups(request_ids: Collection[int]) -> list[UnitRequest]:
    """The requests, and those that are one thing with them already. Raises: NotFound."""
    rows = locked_requests(request_ids)
    groups = {row.group_id for row in rows if row.group_id is not None}
    if not groups:
        return rows
    members = UnitRequest.objects.filter(group_id__in=groups).values_list("pk", flat=True)
    return locked_requests({*request_ids, *members})
