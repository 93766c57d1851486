"""T1.1 as the example company plays it: the handbook is approved and published, given out, and read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from espalier.entrypoints.cli.acts.company import Company, Done
from espalier.entrypoints.cli.acts.review import bring_into_force

if TYPE_CHECKING:
    from espalier.kit.versions.models import Edition

OUTPUT, PROCEDURE = "O1.1.1", "DOC-STD"
READING_DAYS = 14
NOTE = "首次發布：依 2026–2028 經營目標訂定六項方針。"
# Why the handbook enters review with these two links missing; both are broken on purpose.
REASONS = {
    "goal_uncovered:G5": "碳盤查 2027 年第一季完成後，再導出人才發展目標與方針。",
    "direction_unjustified:6": "沿用 2026 年已核定的語言補助，2027 年訓練委員會再議是否保留。",
}
CONFIRMING = ("supervisor", "executive", "learner", "coordinator", "auditor")  # the others are late
SIGNED_SHEETS = ("D2", "D3", "D7", "D8")  # units whose signed sheets came back complete


def play(company: Company) -> Iterator[Done]:
    """Everything of T1.1 after the records are in; again changes nothing."""
    yield bring_into_force(company, OUTPUT, note=NOTE, procedure=PROCEDURE, reasons=REASONS)
    yield distribute(company)
    yield acknowledge(company)
    yield acknowledge_on_paper(company)


def distribute(company: Company) -> Done:
    """Give the edition in force to everybody, unless that was done."""
    from espalier.cycle.policy.acknowledgement import queries, services

    step = "handbook given out"
    edition = _edition()
    if (given := queries.distributions(edition.pk).first()) is not None:
        return Done(step, f"{given.receipts.count()} people were asked", False)
    today = company.at.date()
    given = services.distribute(
        edition_id=edition.pk,
        unit_ids=None,
        due_on=today + timedelta(days=READING_DAYS),
        note="請於上班時間閱讀，有疑問請洽訓練單位。",
        on=today,
        by=company.actor("manager"),
        at=company.at,
    )
    return Done(step, f"{given.receipts.count()} people were asked", True)


def acknowledge(company: Company) -> Done:
    """The people with accounts confirm, all but a few."""
    from espalier.cycle.policy.acknowledgement import queries, services

    edition, n_new = _edition(), 0
    for role in CONFIRMING:
        receipt = queries.receipt_of(company.user(role).pk, edition.pk)
        if receipt is not None and receipt.read_at is None:
            services.acknowledge(edition_id=edition.pk, by=company.actor(role), at=company.at)
            n_new += 1
    return Done("handbook read", f"{n_new} confirmed", bool(n_new))


def acknowledge_on_paper(company: Company) -> Done:
    """Signed sheets: complete from some units, four of five people from the others."""
    from espalier.cycle.policy.acknowledgement import queries, services

    edition = _edition()
    rows = queries.receipts(edition.pk).filter(read_at=None, employee__user=None)
    found = rows.values_list("employee__number", "unit__code")
    numbers = [
        number for number, unit in found if unit.startswith(SIGNED_SHEETS) or int(number) % 5
    ]
    if not numbers:
        return Done("handbook signed for", "nothing new", False)
    n_new = services.acknowledge_on_paper(
        edition_id=edition.pk, numbers=numbers, by=company.actor("manager"), at=company.at
    )
    return Done("handbook signed for", f"{n_new} on paper", True)


def _edition() -> "Edition":
    """The handbook in force. Raises: LookupError before it was published."""
    from espalier.cycle.policy.acknowledgement import queries

    edition = queries.edition_in_force()
    if edition is None:
        raise LookupError(f"{OUTPUT} was not published yet")
    return edition
