"""Changes of the plan in review: what reviewers see, and what their decision does."""

from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan import pages, queries, services
from espalier.kit.accounts.types import Actor
from espalier.kit.approval.registry import register_subject
from espalier.kit.approval.types import SubjectKind


def register_review() -> None:
    """Changes can be reviewed; a procedure may be made for them alone."""
    register_subject(
        SubjectKind(
            services.CHANGE_SUBJECT,
            _("Change of the annual plan"),
            _url,
            _approved,
            _sent_back,
            _difference,
            on_withdrawn=_withdrawn,
        )
    )


def _url(id: str) -> str:
    return reverse("plan:change", args=[id])


def _approved(run_id: int, by: Actor, at: datetime) -> None:
    services.finish_review(run_id=run_id, by=by, at=at)


def _sent_back(run_id: int, comment: str, by: Actor, at: datetime) -> None:
    services.send_back(run_id=run_id, comment=comment, by=by, at=at)


def _withdrawn(run_id: int, by: Actor, at: datetime) -> None:
    services.take_back(run_id=run_id, by=by, at=at)


def _difference(id: str) -> SafeString | None:
    """What the line says now and what it is to say."""
    change = queries.change_or_404(int(id))
    context = {"change": change, "rows": pages.change_rows(change)}
    return render_to_string("plan/annual_plan/_change_rows.html", context)
