"""What is wrong with a procedure as it is written: every problem of every step, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Role
from espalier.kit.approval import rules
from espalier.kit.approval.contents import References
from espalier.kit.approval.types import ProcedureContent, StepContent, StepKind
from espalier.kit.approval.words import KINDS
from espalier.kit.errors import Problem


def problems_of_procedure(content: ProcedureContent) -> list[Problem]:
    """Everything the text itself is wrong in, without looking at records."""
    problems = []
    if not content.code.strip() or not content.title.strip():
        remedy = _("Give it a short code and a title.")
        problems.append(Problem("no_name", _("Code and title are needed."), content.code, remedy))
    for number, step in enumerate(content.steps, start=1):
        problems += problems_of_step(step, place_of_row(number, step))
    return problems + problems_of_whole(content)


def problems_of_step(step: StepContent, place: str) -> list[Problem]:
    """What is wrong with one step."""
    return [Problem(code, message, place, remedy) for code, message, remedy in _found(step)]


def problems_of_references(content: ProcedureContent, named: References) -> list[Problem]:
    """People and places that are not there, or cannot sign in."""
    return [
        problem
        for number, step in enumerate(content.steps, start=1)
        for problem in problems_of_named(step, place_of_row(number, step), named)
    ]


def problems_of_named(step: StepContent, place: str, named: References) -> list[Problem]:
    """The person and the place of one step."""
    problems = []
    person = named.people.get(step.person)
    if step.person and person is None:
        message = _("There is no account with this sign-in name: %(name)s") % {"name": step.person}
        problems.append(Problem("unknown_person", message, place, _("Correct the name.")))
    elif person is not None and not person.is_active:
        told = {"name": person.display_name or person.username}
        message = _("The account of %(name)s is closed.") % told
        problems.append(Problem("account_closed", message, place, _("Choose somebody else.")))
    if step.scope_key and step.scope_key not in named.scopes:
        remedy = _("Choose a unit that is there, or the whole organisation.")
        message = _("There is no such place: %(key)s") % {"key": step.scope_key}
        problems.append(Problem("unknown_place", message, place, remedy))
    return problems


def place_of_row(number: int, step: StepContent) -> str:
    """Where a problem is, as the form counts its rows."""
    named = step.title or (str(KINDS[step.kind]) if step.kind in KINDS else "")
    return _("Step in row %(n)s (%(title)s)") % {"n": number, "title": named}


def _found(step: StepContent) -> Iterator[tuple[str, str, str]]:
    if not step.title.strip():
        yield "no_title", _("The step has no name."), _("Say what is done here, and by whom.")
    if step.order < 1:
        yield "order", _("The order begins with 1."), _("Type a whole number from 1.")
    if bool(step.role) == bool(step.person):
        yield (
            "role_or_person",
            _("A step names either a role or a person."),
            _("Leave one of the two empty and fill the other."),
        )
    if step.role and step.role not in set(Role):
        yield "unknown_role", _("There is no such role."), _("Choose one of the eight roles.")
    if step.person and step.scope_key:
        yield "place_of_person", _("A named person needs no unit."), _("Leave the unit empty.")
    low, high = step.min_amount, step.max_amount
    if min(low or 0, high or 0) < 0 or (low is not None and high is not None and low > high):
        yield (
            "amounts",
            _("The limits of the amount contradict each other."),
            _("From must not be above up to, and neither below 0."),
        )
    if (step.days is not None and step.days < 1) or (step.quorum is not None and step.quorum < 1):
        yield "numbers", _("Days and quorum are at least 1."), _("Leave them empty for none.")
    if step.person and (step.is_vote or (step.quorum or 1) > 1):
        yield (
            "quorum_of_one",
            _("One named person is no quorum and no vote."),
            _("Name a role, or leave quorum and vote empty."),
        )


def problems_of_whole(content: ProcedureContent) -> list[Problem]:
    """What the steps lack together: one that approves every amount, and preparing before signing."""
    if not content.steps:
        remedy = _("Add at least one approving step.")
        return [Problem("no_steps", _("The procedure has no steps."), content.code, remedy)]
    approving = [s for s in content.steps if s.kind == StepKind.APPROVED]
    limits = [(step.min_amount, step.max_amount) for step in approving]
    gaps = rules.amounts_without_approval(limits)
    problems = []
    if gaps:
        amounts = "、".join(f"NT${gap:,}" for gap in gaps)
        message = _("Nobody approves amounts from %(amounts)s") % {"amounts": amounts}
        remedy = _("Add an approving step for these amounts, or widen the limits of one.")
        problems.append(Problem("approval_gap", message, content.code, remedy))
    prepared = [s.order for s in content.steps if s.kind == StepKind.PREPARED]
    others = [s.order for s in content.steps if s.kind != StepKind.PREPARED]
    if prepared and others and max(prepared) >= min(others):
        remedy = _("Give preparing steps a lower order than all others.")
        message = _("What is prepared comes before what is signed.")
        problems.append(Problem("prepared_late", message, content.code, remedy))
    return problems
