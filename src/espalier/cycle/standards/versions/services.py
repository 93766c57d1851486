"""Comparing two versions, and a person's word on what became of each item."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.standards.versions import queries, rules
from espalier.cycle.standards.versions.models import ItemMatch, VersionComparison
from espalier.engines.matching.diff import diff_standards
from espalier.engines.matching.types import ChangeKind
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def compare_versions(*, old_id: int, new_id: int, by: Actor, at: datetime) -> VersionComparison:
    """Compare two standards and keep the result; the same two again give the comparison there is.

    Every item of the old version gets a proposal of what it became; nothing is confirmed yet.

    Raises: NotFound; Refused when it is one and the same standard or one of them is a draft.
    """
    old, new = catalogue.standard(old_id), catalogue.standard(new_id)
    _refuse_incomparable(old_id == new_id, "draft" in (old.state, new.state))
    known = VersionComparison.objects.filter(old=old, new=new).first()
    if known is not None:
        return known
    found = diff_standards(catalogue.standard_as_parsed(old), catalogue.standard_as_parsed(new))
    comparison = VersionComparison.objects.create(
        old=old, new=new, difference=found.to_dict(), computed_at=at
    )
    ItemMatch._default_manager.bulk_create(list(_proposals(comparison)))
    counts = {kind.value: n for kind, n in found.counts().items() if n}
    log.record("standards.versions.compared", comparison, by=by, at=at, after=counts)
    return comparison


def _refuse_incomparable(same: bool, draft: bool) -> None:
    problems = []
    if same:
        message = _("A version cannot be compared with itself.")
        problems.append(Problem("same_version", message, remedy=_("Choose two versions.")))
    if draft:
        message = _("A draft still changes.")
        problems.append(Problem("is_draft", message, remedy=_("Publish it first.")))
    if problems:
        raise Refused(problems)


def _proposals(comparison: VersionComparison) -> Iterable[ItemMatch]:
    fields = ("pk", "kind", "code", "name", "definition")
    old, new = (
        rules.ItemFinder(side.items.order_by("kind", "order", "pk").values_list(*fields))
        for side in (comparison.old, comparison.new)
    )
    proposed: set[int] = set()
    for entry in rules.entries_of(comparison.difference):
        old_item = old.take(entry["item_kind"], entry["old_code"], entry["old_text"])
        if old_item is None or old_item in proposed:
            continue
        proposed.add(old_item)
        # An item whose code now means something else has no successor to propose.
        replaced = entry["kind"] == ChangeKind.REPLACED
        new_item = None
        if not replaced:
            new_item = new.take(entry["item_kind"], entry["new_code"], entry["new_text"])
        yield ItemMatch(
            comparison=comparison,
            old_item_id=old_item,
            new_item_id=new_item,
            similarity=entry["similarity"],
        )


@transaction.atomic
def confirm_match(
    *,
    comparison_id: int,
    match_id: int,
    new_item_id: int | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> ItemMatch:
    """Confirm that an old item lives on as ``new_item_id``, or not at all (None).

    Raises: NotFound; Refused when the item is of another standard or kind, when a reason is owed,
        or when the migration already happened.
    """
    rows = ItemMatch.objects.select_related("comparison__new", "old_item")
    match = rows.filter(pk=match_id, comparison_id=comparison_id).first()
    if match is None:
        raise NotFound(f"match {match_id}")
    _refuse_confirmation(match, new_item_id, reason)
    before = {"new_item": match.new_item_id, "reason": match.reason, "by": match.confirmed_by}
    match.new_item_id, match.reason = new_item_id, reason.strip()
    match.confirmed_at, match.confirmed_by = at, by.label[:120]
    match.save()
    after = {"new_item": new_item_id, "reason": match.reason}
    log.record("standards.match.confirmed", match, by=by, at=at, before=before, after=after)
    return match


def _refuse_confirmation(match: ItemMatch, new_item_id: int | None, reason: str) -> None:
    problems = []
    if match.comparison.migrated_at is not None:
        problems.append(_already_migrated())
    if new_item_id is not None:
        same_kind = match.comparison.new.items.filter(pk=new_item_id, kind=match.old_item.kind)
        if not same_kind.exists():
            message = _("The chosen item is not an item of this kind in the new version.")
            remedy = _("Choose one from the list.")
            problems.append(Problem("wrong_item", message, remedy=remedy))
    owed = rules.needs_reason(
        proposed=match.new_item_id, chosen=new_item_id, is_confirmed=match.confirmed_at is not None
    )
    if owed and not reason.strip():
        message = _("Say why: this departs from the proposal, or the item ends here.")
        remedy = _("Write one sentence an auditor can follow.")
        problems.append(Problem("reason_missing", message, remedy=remedy))
    if problems:
        raise Refused(problems)


def _already_migrated() -> Problem:
    message = _("The requirements have already moved to the new version.")
    return Problem("migrated", message, remedy=_("Correct the requirements themselves."))


@transaction.atomic
def confirm_unchanged(*, comparison_id: int, by: Actor, at: datetime) -> int:
    """Confirm all items at once whose text and code stayed the same; returns how many.

    Raises: NotFound; Refused when the migration already happened.
    """
    comparison = queries.comparison(comparison_id)
    if comparison.migrated_at is not None:
        raise Refused([_already_migrated()])
    same = [
        entry.match_id
        for entry in queries.differences(comparison)
        if entry.kind == ChangeKind.UNCHANGED and entry.match_id and not entry.is_confirmed
    ]
    rows = ItemMatch.objects.filter(comparison=comparison, confirmed_at=None, pk__in=same)
    n = rows.update(confirmed_at=at, confirmed_by=by.label[:120])
    if n:
        after = {"n_confirmed": n}
        log.record("standards.matches.confirmed", comparison, by=by, at=at, after=after)
    return n


@transaction.atomic
def mark_migrated(*, comparison_id: int, by: Actor, at: datetime) -> VersionComparison:
    """Note that what rests on the old version has moved; called by the room that moves it."""
    comparison = queries.comparison(comparison_id)
    comparison.migrated_at = at
    comparison.save(update_fields=["migrated_at"])
    log.record("standards.versions.migrated", comparison, by=by, at=at)
    return comparison
