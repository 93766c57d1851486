"""What the pages of receipts show, and the card on everybody's first page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from espalier.cycle.policy.acknowledgement import queries
from espalier.cycle.policy.acknowledgement.types import UnitRate
from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import Scope
from espalier.kit.outputs.queries import on_screen, reader_language
from espalier.kit.versions.models import Edition


@dataclass(frozen=True, slots=True)
class RatesPage:
    """Rates by unit of one edition; the first line is the whole of what may be seen."""

    edition: Edition
    lines: tuple[tuple[UnitRate, str, range], ...]
    n_asked: int
    n_read: int
    n_without_account: int
    distributions: tuple[Any, ...]

    @property
    def share(self) -> float | None:
        return self.n_read / self.n_asked if self.n_asked else None


def rates_page(edition: Edition, *, on: date, scope: Scope) -> RatesPage:
    """Six queries, whatever the people and units."""
    english = (get_language() or "").startswith("en")
    rows = queries.rates(edition.pk, on=on, scope=scope)
    shallowest = min((row.depth for row in rows), default=0)
    tops = [row for row in rows if row.depth == shallowest]
    return RatesPage(
        edition=edition,
        lines=tuple(
            (row, (english and row.name_en) or row.name, range(row.depth - shallowest))
            for row in rows
        ),
        n_asked=sum(row.n_asked for row in tops),
        n_read=sum(row.n_read for row in tops),
        n_without_account=queries.n_without_account(edition.pk),
        distributions=tuple(queries.distributions(edition.pk)),
    )


def document_html(edition: Edition) -> str:
    """The document as the reader's page shows it; its bytes were stored when it was approved."""
    return on_screen(edition, reader_language())


def card(user: User) -> dict[str, object] | None:
    """What waits to be read; nothing when there is nothing."""
    found = queries.waiting_for(user.pk)
    return None if found is None else {"waiting": found}
