"""What the people of the example company do after their files are loaded: consult, decide, review, approve.

Each module plays one stage with the services its pages call, and finds out by itself what was done before, so that
loading again changes nothing.
"""

from collections.abc import Callable, Iterator

from espalier.entrypoints.cli.acts.company import Company, Done

Act = Callable[[Company], Iterator[Done]]


def acts() -> tuple[Act, ...]:
    """In the order of the year."""
    from espalier.entrypoints.cli.acts import (
        briefing,
        learning_map,
        methods,
        needs_goals,
        needs_report,
        needs_requests,
        needs_voices,
        norms,
        plan,
        plan_report,
        policy,
        strategy,
        timetable,
    )

    return (
        norms.play,
        policy.play,
        learning_map.play,
        needs_voices.play,
        needs_goals.play,
        needs_report.play,
        needs_requests.play,
        strategy.play,
        methods.play,
        plan.play,
        timetable.play,
        plan_report.play,
        briefing.play,
    )
