"""Who may see, answer, conduct and decide a survey of the units; a supervisor only for their own units."""

from espalier.kit.accounts.scope import declare
from espalier.kit.accounts.types import Role

VIEW = "needs.view_unit_request"
ANSWER = "needs.answer_unit_request"
CONDUCT = "needs.conduct_unit_survey"
DECIDE = "needs.decide_unit_request"


def declare_permissions() -> None:
    conductors = [Role.MANAGER, Role.COORDINATOR]
    declare(VIEW, [*conductors, Role.SUPERVISOR, Role.EXECUTIVE, Role.AUDITOR])
    declare(ANSWER, [*conductors, Role.SUPERVISOR])
    declare(CONDUCT, conductors)
    declare(DECIDE, [Role.MANAGER])
