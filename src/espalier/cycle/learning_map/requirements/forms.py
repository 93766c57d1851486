"""Reading what was typed about requirements."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.requirements.types import (
    Cell,
    CellEdit,
    ItemDecision,
    MigrationDecisions,
    MoveAction,
)
from espalier.kit.errors import Problem
from espalier.kit.ui.choices import offer

CELL = "c-"


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StartForm(forms.Form):
    """From when on something holds."""

    starts_on = forms.DateField(label=gettext_lazy("In force from"), widget=date_input())


class AdoptionForm(forms.Form):
    """A position comes to rest on a standard."""

    standard = forms.ChoiceField(label=gettext_lazy("Standard"))
    starts_on = forms.DateField(label=gettext_lazy("In force from"), widget=date_input())
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Why this standard fits this position."),
    )

    def __init__(self, *args: Any, standards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "standard", standards)


class LevelMapForm(forms.Form):
    """One field for each level of a standard; empty proposes nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in range(1, 7):
            self.fields[f"level_{level}"] = forms.FloatField(
                label=_("Level %(level)s of the standard") % {"level": level},
                required=False,
                widget=forms.NumberInput(attrs={"step": "any"}),
            )

    def levels(self) -> dict[int, float | None]:
        return {level: self.cleaned_data[f"level_{level}"] for level in range(1, 7)}


@dataclass
class MatrixInput:
    """What came with the form of the matrix: edits of changed places, and what could not be read."""

    edits: list[CellEdit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    starts_on: date | None = None


def seen_json(levels: Mapping[Cell, float]) -> str:
    """What the page showed, so that only what was changed is saved and others' changes are noticed."""
    return json.dumps({name_of(cell): level for cell, level in levels.items()})


def name_of(cell: Cell) -> str:
    return f"{CELL}{cell.position_id}-{cell.competency_id}"


def read_matrix(post: Mapping[str, Any], labels: Mapping[str, str]) -> MatrixInput:
    """The edits of a matrix. ``labels`` name a place for messages, by field name."""
    found = MatrixInput()
    seen = _seen(str(post.get("seen", "{}")))
    for name in post:
        cell = _cell_of(name)
        if cell is None:
            continue
        text = unicodedata.normalize("NFKC", str(post[name])).strip()
        found.typed[name] = text
        before = seen.get(name)
        try:
            level = float(text) if text else None
        except ValueError:
            message = _("%(text)s is not a number.") % {"text": text[:20]}
            remedy = _("Type a level of the scale, or leave the cell empty.")
            found.problems.append(Problem("not_a_number", message, labels.get(name, name), remedy))
            continue
        if level != before:
            found.edits.append(CellEdit(cell, level, before))
    form = StartForm(post)
    if form.is_valid():
        found.starts_on = form.cleaned_data["starts_on"]
    else:
        remedy = _("Choose the day from which the levels hold.")
        message = _("The date cannot be read.")
        found.problems.append(Problem("bad_date", message, _("In force from"), remedy))
    return found


def _cell_of(name: str) -> Cell | None:
    parts = name.removeprefix(CELL).split("-") if name.startswith(CELL) else []
    if len(parts) != 2 or not all(part.isdecimal() and part.isascii() for part in parts):
        return None
    return Cell(int(parts[0]), int(parts[1]))


def _seen(text: str) -> dict[str, float]:
    """The hidden field, written by us; a tampered one counts as nothing seen, so conflicts show."""
    try:
        values = json.loads(text)
        return {str(name): float(level) for name, level in values.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def read_decisions(post: Any) -> MigrationDecisions:
    """What the migration page sent: per old item a decision, the new item, and whether to take its level."""
    items = []
    for name in post:
        if not name.startswith("do-") or not name[3:].isdecimal():
            continue
        pk = name[3:]
        target = str(post.get(f"to-{pk}", ""))
        chosen = post[name] if post[name] in set(MoveAction) else MoveAction.KEEP
        items.append(
            ItemDecision(
                old_item_id=int(pk),
                action=MoveAction(chosen),
                new_item_id=int(target) if target.isdecimal() else None,
                take_level=f"level-{pk}" in post,
                reason=str(post.get(f"why-{pk}", "")).strip()[:500],
            )
        )
    return MigrationDecisions(
        position_ids=_ids(post.getlist("position")),
        items=tuple(items),
        require_new=_ids(post.getlist("new")),
    )


def _ids(values: list[str]) -> tuple[int, ...]:
    return tuple(int(value) for value in values if value.isdecimal())
