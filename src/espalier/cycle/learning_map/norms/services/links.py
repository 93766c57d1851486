"""Writing what a norm is linked to: modules whose hours serve it, positions it binds, clauses that carry it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.norms import queries
from espalier.cycle.learning_map.norms.models import Norm, NormClause, NormModule, NormPosition
from espalier.cycle.learning_map.norms.telling import norm_changed
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused, Text

Credit = tuple[int | None, str]  # minutes of the module that count (None: all), and the content tag


@transaction.atomic
def set_links(
    *,
    norm_id: int,
    modules_: Mapping[str, Credit],
    positions_: Collection[str],
    clauses_: Collection[str],
    by: Actor,
    at: datetime,
) -> Norm:
    """Make the links of a norm exactly these; modules and positions by code, clauses as "chapter.number".

    Raises: NotFound; Refused with every unknown code.
    """
    norm = queries.locked_norm(norm_id)
    module_ids, position_ids = modules.module_ids_by_code(), queries.position_ids_by_code()
    clause_ids = queries.clause_ids_by_number()
    problems = [
        *_unknown(modules_, module_ids, _("module"), _("Modules")),
        *_unknown(positions_, position_ids, _("position"), _("Positions")),
        *_unknown(clauses_, clause_ids, _("clause"), _("Clauses of the policy")),
    ]
    if problems:
        raise Refused(problems)
    before = queries.links_of(norm_id)
    _replace(norm, modules_, module_ids, positions_, position_ids, clauses_, clause_ids)
    after = queries.links_of(norm_id)
    if before == after:
        return norm
    norm.updated_at = at
    norm.save(update_fields=["updated_at"])
    log.record("learning_map.norm.linked", norm, by=by, at=at, before=before, after=after)
    norm_changed(norm=norm, reason=_("What it is linked to changed."), by=by, at=at)
    return norm


def _replace(
    norm: Norm,
    modules_: Mapping[str, Credit],
    module_ids: Mapping[str, int],
    positions_: Collection[str],
    position_ids: Mapping[str, int],
    clauses_: Collection[str],
    clause_ids: Mapping[str, int],
) -> None:
    NormModule.objects.filter(norm=norm).delete()
    NormModule.objects.bulk_create(
        NormModule(norm=norm, module_id=module_ids[code], credit_minutes=minutes, content_tag=tag)
        for code, (minutes, tag) in modules_.items()
    )
    NormPosition.objects.filter(norm=norm).delete()
    NormPosition.objects.bulk_create(
        NormPosition(norm=norm, position_id=position_ids[code])
        for code in dict.fromkeys(positions_)
    )
    NormClause.objects.filter(norm=norm).delete()
    NormClause.objects.bulk_create(
        NormClause(norm=norm, clause_id=clause_ids[number]) for number in dict.fromkeys(clauses_)
    )


def _unknown(
    asked: Collection[str], known: Mapping[str, int], what: Text, place: Text
) -> list[Problem]:
    remedy = _("Check the code, or add the record first.")
    message = _("There is no %(what)s %(code)s.")
    return [
        Problem("unknown", message % {"what": what, "code": code}, place, remedy)
        for code in dict.fromkeys(asked)
        if code not in known
    ]
