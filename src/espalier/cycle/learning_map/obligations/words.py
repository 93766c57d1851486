"""Words for what the engine finds: states, and the reasons behind them."""

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.labels import hours_text
from espalier.cycle.learning_map.obligations.types import DoneModule, Line
from espalier.engines.obligations.results import Because, Left, NotCounted, Status
from espalier.kit.errors import Text

STATES: dict[str, Text] = {
    "overdue": gettext_lazy("Overdue"),
    "due_soon": gettext_lazy("Due soon"),
    "open": gettext_lazy("Not due yet"),
    "valid": gettext_lazy("Fulfilled"),
    "exempt": gettext_lazy("Exempt"),
    "not_applicable": gettext_lazy("Not asked"),
    "missing": gettext_lazy("Not done yet"),
    "expiring": gettext_lazy("Expires soon"),
    "expired": gettext_lazy("Expired"),
}
TONES = {
    "overdue": "bad",
    "due_soon": "warning",
    "open": "moving",
    "valid": "good",
    "exempt": "quiet",
    "not_applicable": "quiet",
    "missing": "moving",
    "expiring": "warning",
    "expired": "bad",
}
KINDS: dict[str, Text] = {
    "modules": gettext_lazy("Modules"),
    "licences": gettext_lazy("Licences"),
    "norms": gettext_lazy("Norms"),
}


SENTENCES: dict[Because, Text] = {
    Because.NOT_IN_FORCE: gettext_lazy("No version of this norm is in force on this day."),
    Because.NOT_EMPLOYED: gettext_lazy("The person does not work here on this day."),
    Because.NOT_TARGETED: gettext_lazy(
        "Neither position, duty, licence nor any other mark of the norm applies."
    ),
    Because.STARTED_BEFORE: gettext_lazy("The work began before the norm took effect."),
    Because.NO_LICENCE: gettext_lazy("No licence whose cycle could be counted."),
    Because.EXEMPTION: gettext_lazy("Exempt (until %(until)s): %(reason)s"),
    Because.DONE: gettext_lazy("Done; nothing more is asked."),
    Because.HOURS_HOLD: gettext_lazy("The hours hold until %(due)s."),
    Because.NOT_DUE_YET: gettext_lazy("Counted since %(since)s; due by %(due)s."),
    Because.CLOCK_STOPPED: gettext_lazy(
        "On leave: the clock stands still, so there is no due date."
    ),
    Because.DUE: gettext_lazy("Due by %(due)s."),
    Because.PASSED: gettext_lazy("Was due on %(due)s."),
    Because.LICENCE_EXPIRED: gettext_lazy(
        "The licence expired on %(due)s and no newer one is recorded."
    ),
}


def state_of(line: Line) -> str:
    """The state lists show; *valid* is told apart by whether the hours are done."""
    if line.found.status is Status.VALID:
        return "valid" if line.found.is_fulfilled else "open"
    return line.found.status.name.lower()


def day_text(day: date | None) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else "–"


def why(line: Line) -> str:
    """The sentence that says why a line stands where it stands."""
    found = line.found
    told: dict[str, Any] = {
        "due": day_text(found.due_on),
        "since": day_text(found.since),
        "until": day_text(found.window_end),
        "reason": found.reason,
        "left": hours_text(found.minutes_to_renew),
    }
    return str(SENTENCES[found.because]) % told


def hours_to_do(line: Line) -> str:
    """What the person must still learn, and by when, in one sentence; nothing where nothing is asked."""
    found = line.found
    if found.status < Status.VALID or found.due_on is None:
        return ""
    told = {"hours": hours_text(found.minutes_to_renew), "due": day_text(found.due_on)}
    contents = _(", ").join(
        f"{tag} {hours_text(minutes)} {_('h')}" for tag, minutes in found.minima_left
    )
    if found.status is Status.OVERDUE:
        text = (
            _("%(hours)s hours to make up")
            if found.minutes_to_renew
            else _("One course to make up")
        )
    else:
        text = (
            _("%(hours)s hours by %(due)s")
            if found.minutes_to_renew
            else _("One course by %(due)s")
        )
    sentence = str(text % told)
    return f"{sentence} ({contents})" if contents else sentence


def counted_texts(line: Line, done: dict[int, DoneModule]) -> list[str]:
    """Completions that counted, in words."""
    return [
        _("%(day)s %(name)s (%(code)s): %(hours)s h")
        % _module(done[part.hours], part.minutes)
        for part in line.found.counted
    ]  # fmt: skip


def left_texts(line: Line, done: dict[int, DoneModule]) -> list[str]:
    """Hours that did not count, each with its reason."""
    return [
        _("%(day)s %(name)s (%(code)s): %(hours)s h") % _module(done[part.hours], part.minutes)
        + _(": ")
        + _left_reason(part)
        for part in line.found.not_counted
    ]


def _module(module: DoneModule, minutes: int) -> dict[str, str]:
    return {
        "day": day_text(module.completed_on),
        "name": module.name,
        "code": module.code,
        "hours": hours_text(minutes),
    }


def _left_reason(part: Left) -> str:
    if part.why is NotCounted.USED:
        return _("already used for %(norm)s, which does not share its hours") % {"norm": part.norm}
    return {
        NotCounted.LATER: _("completed after this day"),
        NotCounted.OUTSIDE_WINDOW: _("outside the term"),
        NotCounted.MODE: _("this mode is not allowed"),
        NotCounted.OVER_LINK: _("over what one completion of this module may bring"),
        NotCounted.OVER_CAP: _("over the most that may count of this mode or content"),
    }[part.why]
