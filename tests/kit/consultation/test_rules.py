"""Rules of consulting, as tables."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from espalier.kit.consultation import rules
from espalier.kit.consultation.types import QuestionDraft, QuestionKind, RoundKind

TODAY = date(2026, 11, 2)
# A busy machine draws slowly; that says nothing about the rules.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2026, 11, 2, 1, tzinfo=UTC)
ASK = QuestionDraft(QuestionKind.SCALE, "問")
WORDS = QuestionDraft(QuestionKind.TEXT, "問")

# kind, questions, anonymous, last day → what stops it
OPENING = {
    "all well": (RoundKind.QUESTIONNAIRE, [ASK], True, TODAY, []),
    "nothing to ask": (RoundKind.QUESTIONNAIRE, [], False, TODAY, ["no_questions"]),
    "a meeting needs no question": (RoundKind.MEETING, [], False, TODAY, []),
    "an anonymous meeting": (RoundKind.MEETING, [], True, TODAY, ["not_anonymous"]),
    "yesterday": (
        RoundKind.INTERVIEW,
        [],
        False,
        TODAY - timedelta(days=1),
        ["closes_in_past"],
    ),
    "a Delphi of words": (RoundKind.DELPHI, [WORDS], False, TODAY, ["delphi_needs_scale"]),
    "three bad questions": (
        RoundKind.QUESTIONNAIRE,
        [
            QuestionDraft(QuestionKind.SCALE, " ", steps=1),
            QuestionDraft(QuestionKind.CHOICE, "問", choices=(("甲", ""), ("甲", ""))),
        ],
        False,
        TODAY,
        ["question_empty", "steps_out_of_range", "too_few_choices"],
    ),
}


@pytest.mark.parametrize(
    ("kind", "questions", "anonymous", "last", "expected"), OPENING.values(), ids=OPENING
)
def test_what_stops_a_round_is_named_at_once(kind, questions, anonymous, last, expected):
    found = rules.problems_before_open(
        kind=kind,
        title="t",
        questions=questions,
        closes_on=last,
        is_anonymous=anonymous,
        today=TODAY,
    )
    assert [code for code, _place in found] == expected


# known, withdrawn, used, closed, ends in hours → fate
FATES = {
    "fresh": (True, False, False, False, 1, "open"),
    "never given": (False, False, False, False, 1, "unknown"),
    "used": (True, False, True, False, 1, "used"),
    "used, and over": (True, False, True, True, -1, "used"),
    "at the very end": (True, False, False, False, 0, "expired"),
    "closed early": (True, False, False, True, 1, "closed"),
    "taken back": (True, True, False, False, 1, "withdrawn"),
}


@pytest.mark.parametrize(
    ("known", "withdrawn", "used", "closed", "hours", "fate"), FATES.values(), ids=FATES
)
def test_where_a_link_leads(known, withdrawn, used, closed, hours, fate):
    found = rules.link_fate(
        is_known=known,
        is_withdrawn=withdrawn,
        is_used=used,
        is_closed=closed,
        expires_at=NOW + timedelta(hours=hours),
        at=NOW,
    )
    assert found == fate


# reminders so far, days left, days since told → due
REMINDERS = [
    (0, 4, 5, False),
    (0, 3, 5, True),
    (0, 3, 0, False),
    (1, 3, 1, False),
    (1, 1, 2, True),
    (1, 0, 2, True),
    (2, 0, 2, False),
    (0, -1, 9, False),
]


@pytest.mark.parametrize(("n", "left", "since", "due"), REMINDERS)
def test_reminders_come_twice_at_most(n, left, since, due):
    found = rules.is_reminder_due(n_reminders=n, days_left=left, days_since_told=since)
    assert found is due


# answers of 1–5 → median, lower and upper quartile, support, disagreement (by hand)
FIGURES = {
    "one voice": ([4], 4.0, 4.0, 4.0, 1.0, False),
    "agreement": ([4, 4, 5, 5], 4.5, 4.0, 5.0, 1.0, False),
    "two camps": ([1, 1, 5, 5], 3.0, 1.0, 5.0, 0.5, True),
    "one dissenter of five": ([2, 4, 4, 4, 5], 4.0, 4.0, 4.0, 0.8, False),
    "undecided": ([3, 3, 3], 3.0, 3.0, 3.0, 0.0, False),
    "spread evenly": ([1, 2, 3, 4, 5], 3.0, 2.0, 4.0, 0.4, True),
}


@pytest.mark.parametrize(
    ("values", "median", "low", "high", "support", "split"), FIGURES.values(), ids=FIGURES
)
def test_figures_of_a_scale(values, median, low, high, support, split):
    found = rules.scale_figures(values, 5)
    figures = [found[k] for k in ("median", "low_quartile", "high_quartile", "support_share")]
    assert figures == [median, low, high, support]
    assert found["is_split"] is split


@PATIENT
@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_quartiles_enclose_the_median_and_stay_on_the_scale(values):
    found = rules.scale_figures(values, 5)
    assert 1 <= found["low_quartile"] <= found["median"] <= found["high_quartile"] <= 5
    assert 0 <= found["support_share"] <= 1


@PATIENT
@given(st.dictionaries(st.text(min_size=1), st.integers(1, 20), max_size=6), st.integers(2, 6))
def test_no_hidden_group_can_be_computed_from_the_rest(sizes, minimum):
    hidden = rules.hidden_groups(sizes, minimum)
    assert {name for name, n in sizes.items() if n < minimum} <= hidden
    assert len(hidden) != 1 or len(sizes) == 1
