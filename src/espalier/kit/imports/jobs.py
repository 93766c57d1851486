"""Planning and applying a large file as long work."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.accounts.types import Actor, ActorKind
from espalier.kit.imports import services
from espalier.kit.jobs.registry import register
from espalier.kit.jobs.types import Progress

PLAN, APPLY = "imports.plan", "imports.apply"


def register_jobs() -> None:
    register(PLAN, gettext_lazy("Compare a file with the records"), plan_file, _result)
    register(APPLY, gettext_lazy("Apply an import"), apply_file, _result)


def plan_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    progress(0.05, _("Reading the file and comparing every row"))
    run = services.plan_import(run_id=arguments["run_id"], by=_actor(arguments), at=timezone.now())
    return {"run_id": run.pk, "counts": run.counts}


def apply_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    progress(0.05, _("Writing the rows"))
    run = services.apply_import(
        run_id=arguments["run_id"],
        accept_refused=arguments["accept_refused"],
        by=_actor(arguments),
        at=timezone.now(),
    )
    return {"run_id": run.pk, "counts": run.counts}


def _result(result: dict[str, Any]) -> str:
    return reverse("imports:run", args=[result["run_id"]])


def _actor(arguments: dict[str, Any]) -> Actor:
    stored = arguments["actor"]
    return Actor(ActorKind(stored["kind"]), stored["key"], stored["label"])
