"""How the example company gets a document approved: submitted, every step decided, files written, published."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from espalier.entrypoints.cli.acts.company import Company, Done

if TYPE_CHECKING:
    from espalier.kit.versions.models import Edition


def bring_into_force(
    company: Company, output: str, *, note: str, procedure: str, reasons: Mapping[str, str]
) -> Done:
    """Lead a document through its review unless an edition that still holds is in force.

    ``reasons``: by the key of the hurdle, or by what stands before the colon of its key.
    """
    from espalier.kit.outputs import queries, services

    current = queries.in_force(output)
    if current is not None and current.needs_update_since is None:
        return Done(output, f"edition {current.edition} is in force", False)
    manager = company.actor("manager")
    edition = services.submit(
        output=output,
        change_note=note,
        reasons=_reasons_by_key(company, output, reasons),
        procedure_code=procedure,
        by=manager,
        at=company.at,
    )
    _decide_all(company, edition)
    services.write_files(edition_id=edition.pk, by=manager, at=company.at)
    published = services.publish(edition_id=edition.pk, by=manager, at=company.at)
    return Done(output, f"edition {published.edition} published", True)


def _reasons_by_key(company: Company, output: str, reasons: Mapping[str, str]) -> dict[str, str]:
    from django.utils import timezone

    from espalier.kit.outputs import content
    from espalier.kit.outputs.registry import output_kind

    kind = output_kind(output)
    frozen = content.frozen(kind, timezone.localdate(company.at))
    keys = [each.key for each in kind.hurdles(frozen) if each.reason_allowed]
    found = {key: reasons.get(key, reasons.get(key.partition(":")[0], "")) for key in keys}
    return {key: reason for key, reason in found.items() if reason}


def _decide_all(company: Company, edition: "Edition") -> None:
    """Whoever may take an open step agrees, one after the other, until the review has ended."""
    from espalier.kit.accounts.queries import users_with_grants
    from espalier.kit.accounts.types import Actor
    from espalier.kit.approval import queries, services
    from espalier.kit.approval.rules import RunState
    from espalier.kit.outputs.services import SUBJECT

    while (run := queries.latest_run(SUBJECT, edition.pk)) and run.state == RunState.RUNNING:
        step, user = next(
            (waiting, user)
            for user in users_with_grants()
            for waiting in queries.waiting_for(user)
            if waiting.run_id == run.pk
        )
        services.decide(
            step_id=step.step_id,
            decision="agree",
            comment="",
            part_comments={},
            by=Actor.of_user(user),
            at=company.at,
        )
