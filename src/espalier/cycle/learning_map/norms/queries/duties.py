"""The register as the obligation engine reads it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.urls import reverse

from espalier.cycle.learning_map.norms.models import Norm, NormModule
from espalier.cycle.learning_map.norms.queries import register
from espalier.cycle.learning_map.norms.types import NormFace, NormInForce
from espalier.cycle.learning_map.norms.types import Target as StoredTarget
from espalier.engines.obligations import types as engine


def obligation_norms(on: date) -> tuple[engine.Norm, ...]:
    """The norms in use that ask for learning by a term, in their version of the day, by code. Four queries."""
    return tuple(_duty(norm) for norm in register.norms_in_force(on) if norm.rule.is_duty)


def _duty(norm: NormInForce) -> engine.Norm:
    rule = norm.rule
    window = engine.Window(rule.window)
    is_licence = window is engine.Window.LICENCE
    return engine.Norm(
        id=norm.id,
        code=norm.code,
        window=window,
        months=rule.months or 0,
        minutes=rule.minutes or 0,
        targets=_targets(rule.target, norm.position_ids),
        accepted=tuple(
            engine.Accepted(
                link.module_id,
                link.credit_minutes,
                frozenset({link.content_tag}) if link.content_tag else engine.NOTHING,
            )
            for link in norm.modules
        ),
        modes=frozenset(rule.modes),
        caps=tuple(engine.Cap(most, mode=mode) for mode, most in rule.mode_caps),
        minima=tuple(engine.Minimum(tag, least) for tag, least in rule.content_minutes),
        shares_hours=rule.is_shareable,
        grace_days=rule.grace_days,
        first_due_months=rule.first_due_months,
        lookback_months=rule.lookback_months,
        again_on_change=engine.Change(rule.again_on_change),
        covers_incumbents=rule.covers_incumbents,
        first_period=engine.FirstPeriod(rule.first_period),
        leave_extends=rule.on_leave == "pauses",
        notice_days=rule.notice_days,
        licences=frozenset(rule.target.licences) if is_licence else engine.NOTHING,
        effective_from=norm.effective_from,
        effective_to=norm.effective_to,
        first_effective_from=norm.first_effective_from,
        is_working_time=rule.is_working_time,
    )


def _targets(target: StoredTarget, position_ids: Collection[int]) -> tuple[engine.Target, ...]:
    """One target for each way of coming under the norm, each with all limits."""
    limits = engine.Target(
        hired_from=target.hired_from,
        min_headcount=target.min_headcount,
        max_headcount=target.max_headcount,
    )
    if target.everyone:
        return (limits,)
    ways = []
    if target.categories:
        ways.append(replace(limits, categories=frozenset(target.categories)))
    if target.tiers:
        ways.append(replace(limits, tiers=frozenset(target.tiers)))
    if target.duties:
        ways.append(replace(limits, duties=frozenset(target.duties)))
    if target.licences:
        ways.append(replace(limits, licences=frozenset(target.licences)))
    if position_ids:
        ways.append(replace(limits, positions=frozenset(position_ids)))
    return tuple(ways)


def norm_exemptions() -> dict[int, tuple[engine.Exemption, ...]]:
    """Everybody's exemptions with all their dates, by employee. One query."""
    found: dict[int, list[engine.Exemption]] = {}
    rows = register.exemptions().values_list(
        "employee_id", "norm__code", "reason", "starts_on", "until"
    )
    for employee, code, reason, starts_on, until in rows:
        found.setdefault(employee, []).append(engine.Exemption(code, reason, starts_on, until))
    return {employee: tuple(rows) for employee, rows in found.items()}


def module_tags() -> dict[int, frozenset[str]]:
    """Content tags of modules, as the links name them, by module. One query."""
    found: dict[int, set[str]] = {}
    rows = NormModule.objects.exclude(content_tag="").order_by("module_id")
    for module, tag in rows.values_list("module_id", "content_tag"):
        found.setdefault(module, set()).add(tag)
    return {module: frozenset(tags) for module, tags in found.items()}


def norm_faces(ids: Collection[int] | None = None) -> dict[int, NormFace]:
    """How norms are named on pages, by id: those asked for, else all. One query."""
    rows = Norm.objects.order_by("code") if ids is None else Norm.objects.filter(pk__in=list(ids))
    return {
        row.pk: NormFace(
            row.pk,
            row.code,
            row.title,
            row.title_en,
            row.kind,
            row.source,
            reverse("learning_map:norm", args=[row.pk]),
        )
        for row in rows.order_by("code")
    }
