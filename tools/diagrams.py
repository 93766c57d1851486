"""Draw the state diagrams of docs/states.md from the tables that run them."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from espalier.cycle.needs.unit_requests import rules as requests
from espalier.cycle.plan.briefing import rules as briefing
from espalier.kit.approval import rules as approval
from espalier.kit.versions.states import TRANSITIONS, State

TARGET = Path(__file__).parents[1] / "docs" / "states.md"
HEAD = """# States of a versioned document

Drawn by `make diagrams` from `TRANSITIONS` in `kit/versions/states.py`; do not edit. *Needs update* is a flag with its
reason, not a state.

"""
REVIEWS = """
# States of a review

Drawn from `TRANSITIONS` in `kit/approval/rules.py`, one table for a run and its steps. A step begins as `waiting`;
one whose limits do not cover the amount is left out (`not_needed`), and what is left when the run ends is `closed`.

## A run

"""
STEPS = """
## A step of a run

"""
REQUESTS = """
# States of a unit's request

Drawn from `TRANSITIONS` and `ROUND_TRANSITIONS` in `cycle/needs/unit_requests/rules.py`.

## A round of the survey

"""
REQUEST = """
## A request

"""
PRESENTATIONS = """
# States of a presentation

Drawn from `TRANSITIONS` in `cycle/plan/briefing/rules.py`.

"""


def drawn() -> str:
    ways = [(origin, act, to) for (origin, act), to in approval.TRANSITIONS.items()]
    runs = [way for way in ways if isinstance(way[0], approval.RunState)]
    steps = [way for way in ways if isinstance(way[0], approval.StepState)]
    documents, rounds, asked, shown = (
        [(origin, step, to) for (origin, step), to in table.items()]
        for table in (
            TRANSITIONS, requests.ROUND_TRANSITIONS, requests.TRANSITIONS, briefing.TRANSITIONS,
        )
    )  # fmt: skip
    return (
        HEAD
        + diagram(State.DRAFT, documents, State)
        + REVIEWS
        + diagram(approval.RunState.RUNNING, runs, approval.RunState)
        + STEPS
        + diagram(approval.StepState.WAITING, steps, approval.StepState)
        + REQUESTS
        + diagram(requests.RoundState.PLANNED, rounds, requests.RoundState)
        + REQUEST
        + diagram(requests.RequestState.DRAFT, asked, requests.RequestState)
        + PRESENTATIONS
        + diagram(briefing.PresentationState.PLANNED, shown, briefing.PresentationState)
    )


def diagram(first: str, ways: Sequence[tuple[str, str, str]], states: Iterable[str]) -> str:
    """One state machine: where it begins, every way, and the states nothing leads out of."""
    lines = [f"    [*] --> {first}"]
    lines += [f"    {origin} --> {target}: {step}" for origin, step, target in ways]
    left = {origin for origin, _step, _target in ways}
    lines += [f"    {state} --> [*]" for state in states if state not in left]
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        sys.exit(0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == drawn() else
                 "docs/states.md is stale, run: make diagrams")  # fmt: skip
    TARGET.write_text(drawn(), encoding="utf-8")
