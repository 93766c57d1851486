"""Words for staff changes and for what is wrong with them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from espalier.cycle.plan.future_needs.rules import ChangeProblem
from espalier.cycle.plan.future_needs.types import ChangeKind, ChangeState
from espalier.kit.errors import Text

KINDS: dict[str, Text] = {
    ChangeKind.HIRE: _("New hire"),
    ChangeKind.LEAVE: _("Leaving"),
    ChangeKind.RETIRE: _("Retirement"),
    ChangeKind.MOVE: _("Transfer"),
    ChangeKind.PROMOTE: _("Promotion"),
    ChangeKind.SUCCESSOR: _("Successor prepared"),
}
STATES: dict[str, Text] = {
    ChangeState.EXPECTED: pgettext_lazy("staff change", "Expected"),
    ChangeState.SETTLED: pgettext_lazy("staff change", "Settled"),
    ChangeState.DROPPED: pgettext_lazy("staff change", "Dropped"),
}
# Column, what is wrong and what to do about it.
PROBLEMS: dict[ChangeProblem, tuple[str, Text]] = {
    ChangeProblem.NO_PERSON: ("employee", _("Say who it is; only a new hire has no name yet.")),
    ChangeProblem.PERSON_OF_HIRE: (
        "employee",
        _("A new hire has no employee number yet. Leave it empty, or choose another kind."),
    ),
    ChangeProblem.NO_POSITION: ("position", _("Say for which position.")),
    ChangeProblem.NO_UNIT: ("unit", _("Say in which unit.")),
    ChangeProblem.NOTHING_CHANGES: (
        "position",
        _("The person stands there already. Name another unit or position."),
    ),
    ChangeProblem.BAD_HEADCOUNT: (
        "headcount",
        _("A new hire is 1 to 999 people, every other change is one."),
    ),
    ChangeProblem.BEFORE_HIRED: ("on", _("The day lies before the person was hired.")),
    ChangeProblem.LEFT_ALREADY: ("on", _("By this day the person will have left already.")),
    ChangeProblem.TWICE: ("on", _("The same is expected of this person already.")),
}
