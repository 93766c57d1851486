"""What the pages about many people may be asked."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.obligations.types import STATES
from espalier.cycle.learning_map.obligations.words import KINDS
from espalier.cycle.learning_map.obligations.words import STATES as STATE_WORDS
from espalier.kit.errors import Text
from espalier.kit.ui.choices import offer

Choices = Sequence[tuple[str, Text]]


class BoardForm(forms.Form):
    """Unit, day and state. What cannot be read falls back to everybody today."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state, STATE_WORDS[state]) for state in STATES)],
    )

    def __init__(self, sent: QueryDict, *, units: Choices, today: date) -> None:
        # Without an answer the field shows the day that is meant.
        super().__init__({**sent.dict(), "on": sent.get("on") or today.isoformat()})
        self.today = today
        offer(self, "unit", [("", _("All units")), *units])
        self.is_valid()

    @property
    def unit_id(self) -> int | None:
        chosen = self._told("unit")
        return int(str(chosen)) if chosen else None

    @property
    def on_day(self) -> date:
        chosen = self._told("on")
        return chosen if isinstance(chosen, date) else self.today

    @property
    def chosen_state(self) -> str:
        return str(self._told("state") or "")

    def _told(self, name: str) -> object:
        return self.cleaned_data.get(name)


class MatrixForm(BoardForm):
    """Which qualifications, of whom."""

    kind = forms.ChoiceField(label=_("Shown"), required=False, choices=list(KINDS.items()))
    position = forms.ChoiceField(label=_("Position"), required=False)
    field_order = ("kind", "unit", "position", "on")

    def __init__(self, sent: QueryDict, *, units: Choices, positions: Choices, today: date) -> None:
        super().__init__(sent, units=units, today=today)
        del self.fields["state"]
        offer(self, "position", [("", _("All positions")), *positions])
        self.full_clean()

    @property
    def chosen_kind(self) -> str:
        return str(self._told("kind") or "modules")

    @property
    def position_id(self) -> int | None:
        chosen = self._told("position")
        return int(str(chosen)) if chosen else None
