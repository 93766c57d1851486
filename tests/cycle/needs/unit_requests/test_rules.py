"""What a survey and a request need, who is reminded when, and what may be one thing: tables to read."""

from dataclasses import replace
from datetime import date

import pytest

from espalier.cycle.needs.unit_requests import rules
from espalier.cycle.needs.unit_requests.duplicates import like_modules, suggest_merges
from espalier.cycle.needs.unit_requests.types import (
    Act,
    Answer,
    Candidate,
    Holder,
    Outcome,
    RequestState,
    RoundContent,
    RoundState,
)
from tests.factories.unit_requests import content

OPENS, DEADLINE = date(2026, 11, 2), date(2026, 11, 20)
ROUND = RoundContent("2027", 2027, "調查", OPENS, DEADLINE)

# What the request lacks -> what is said.
LACKS = {
    "nothing": ({}, []),
    "neither module nor topic": ({"topic": " "}, ["no_subject"]),
    "a module instead of a topic": ({"topic": "", "module_id": 7}, []),
    "a reason in words": ({"reason": ""}, ["no_reason"]),
    "the goal it serves": ({"reason_kind": "goal"}, ["no_goal"]),
    "people": ({"headcount": None}, ["no_people"]),
    "nobody but those named": ({"headcount": None, "employee_ids": (1, 2)}, []),
    "everything": (
        {"topic": "", "reason": "", "headcount": None, "months": ()},
        ["no_subject", "no_reason", "no_people", "no_month"],
    ),
}


@pytest.mark.parametrize(("changes", "said"), LACKS.values(), ids=LACKS)
def test_everything_a_request_lacks_is_said_at_once(changes, said):
    assert [kind for kind, _about in rules.problems_before_send(content(**changes))] == said


# What is wrong even in a draft -> what is said.
WRONG = {
    "nothing": ({}, [], []),
    "fewer counted than named": (
        {"headcount": 1, "employee_ids": (1, 2)},
        [],
        ["fewer_than_named"],
    ),
    "as many counted as named": ({"headcount": 2, "employee_ids": (1, 2)}, [], []),
    "somebody of another unit": ({}, ["004 張三"], ["outside_unit"]),
    "a thirteenth month": ({"months": (12, 13)}, [], ["bad_month"]),
    "a negative budget, nobody": ({"budget_minor": -1, "headcount": 0}, [], ["out_of_range"] * 2),
}


@pytest.mark.parametrize(("changes", "outside", "said"), WRONG.values(), ids=WRONG)
def test_what_stops_a_draft(changes, outside, said):
    found = rules.problems_of_draft(content(**changes), outside=outside)
    assert [kind for kind, _about in found] == said


def test_what_stops_a_round():
    bad = replace(ROUND, code="", title=" ", deadline=date(2026, 11, 1))
    found = rules.problems_of_round(bad, code_taken=True, n_units=0, dropped=["D21"])
    assert found == [
        ("no_code", ""), ("code_taken", ""), ("no_title", ""), ("ends_before_it_begins", ""),
        ("no_units", ""), ("unit_has_requests", "D21"),
    ]  # fmt: skip
    assert rules.problems_of_round(ROUND, code_taken=False, n_units=1) == []


# Round, day, by who conducts it -> what is said.
TIMES = {
    "before it is opened": (RoundState.PLANNED, date(2026, 11, 5), False, ["not_begun"]),
    "before it is opened, conductor": (RoundState.PLANNED, date(2026, 11, 5), True, ["not_begun"]),
    "the first day": (RoundState.OPEN, OPENS, False, []),
    "the day before": (RoundState.OPEN, date(2026, 11, 1), False, ["not_begun"]),
    "the deadline itself": (RoundState.OPEN, DEADLINE, False, []),
    "a day late": (RoundState.OPEN, date(2026, 11, 21), False, ["too_late"]),
    "a day late, conductor": (RoundState.CLOSED, date(2026, 11, 21), True, []),
    "closed early": (RoundState.CLOSED, date(2026, 11, 10), False, ["too_late"]),
}


@pytest.mark.parametrize(("state", "today", "conducts", "said"), TIMES.values(), ids=TIMES)
def test_when_something_may_be_written(state, today, conducts, said):
    found = rules.problems_of_time(
        round_state=state, opens_on=OPENS, deadline=DEADLINE, today=today, as_conductor=conducts
    )
    assert [kind for kind, _about in found] == said


# Day, last told -> reminded or not; the deadline is the 20th, so the days are 13, 17, 19 and 20.
REMINDERS = [
    (date(2026, 11, 12), OPENS, False),
    (date(2026, 11, 13), OPENS, True),
    (date(2026, 11, 13), date(2026, 11, 13), False),
    (date(2026, 11, 15), date(2026, 11, 12), True),  # the 13th was missed
    (date(2026, 11, 16), date(2026, 11, 13), False),
    (date(2026, 11, 17), date(2026, 11, 13), True),
    (DEADLINE, date(2026, 11, 19), True),
    (date(2026, 11, 21), None, False),
    (date(2026, 11, 13), None, True),
]


@pytest.mark.parametrize(("today", "told_on", "expected"), REMINDERS)
def test_who_has_not_answered_is_reminded(today, told_on, expected):
    assert rules.is_reminded(deadline=DEADLINE, today=today, told_on=told_on) is expected


@pytest.mark.parametrize(
    ("nothing", "drafts", "sent", "answer"),
    [
        (False, 0, 0, Answer.SILENT),
        (False, 2, 0, Answer.DRAFT),
        (False, 2, 1, Answer.ANSWERED),
        (True, 0, 0, Answer.NOTHING),
        (True, 0, 1, Answer.ANSWERED),
    ],
)
def test_how_far_a_unit_is(nothing, drafts, sent, answer):
    assert rules.answer_of(says_nothing=nothing, n_drafts=drafts, n_sent=sent) is answer


def test_the_nearest_supervisor_answers():
    holders = [Holder(1, "處長", "/1/2/"), Holder(2, "課長", "/1/2/5/"), Holder(3, "別處", "/1/3/")]
    assert [each.user_id for each in rules.nearest_holders("/1/2/5/9/", holders)] == [2]
    assert [each.user_id for each in rules.nearest_holders("/1/2/6/", holders)] == [1]
    assert rules.nearest_holders("/1/4/", holders) == []
    assert rules.nearest_holders("/1/4/", [Holder(4, "全公司", "")])[0].user_id == 4


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        ("draft", ["send", "withdraw"]),
        ("sent", ["withdraw", "accept", "refuse", "ask_back"]),
        ("returned", ["send", "withdraw"]),
        ("withdrawn", ["take_up"]),
        ("accepted", ["reconsider"]),
        ("refused", ["reconsider"]),
    ],
)
def test_what_can_be_done_in_each_state(state, acts):
    assert rules.open_acts(RequestState(state)) == acts


def test_a_decision_names_everything_that_stops_it():
    states = {"A-01": RequestState.ACCEPTED, "A-02": RequestState.SENT, "A-03": RequestState.DRAFT}
    found = rules.problems_of_decision(states, Act.REFUSE, " ")
    assert found == [("no_decision_reason", ""), ("already_decided", "A-01"), ("not_open", "A-03")]
    assert rules.problems_of_decision({}, Act.ACCEPT, "可") == [("nothing_to_send", "")]


def test_only_one_thing_can_be_merged():
    sent = RequestState.SENT
    assert rules.problems_of_merge([1, 1], [sent, sent], [7, None]) == []
    assert rules.problems_of_merge([1, 2], [sent, RequestState.DRAFT], [7, 8]) == [
        ("other_round", ""),
        ("not_open", ""),
        ("other_modules", ""),
    ]
    assert rules.problems_of_merge([1], [sent], [7]) == [("few_to_merge", "")]


def test_an_outcome_says_where_or_why():
    accepted = RequestState.ACCEPTED
    assert rules.problems_of_outcome(accepted, Outcome.PLANNED, "", "2027-12") == []
    assert rules.problems_of_outcome(accepted, Outcome.PLANNED, "", "") == [("no_plan_line", "")]
    refused = rules.problems_of_outcome(RequestState.REFUSED, Outcome.NOT_PLANNED, "", "")
    assert refused == [("not_accepted", ""), ("no_outcome_reason", "")]


def test_numbers_go_on_after_the_highest():
    taken = ["D21-01", "D21-07", "D22-01", "舊單", "D21-x"]
    assert [rules.next_code(unit, taken) for unit in ("D21", "D22", "D23")] == [
        "D21-08", "D22-02", "D23-01",
    ]  # fmt: skip


def candidate(pk, text, module=None, group=None, unit=0):
    return Candidate(pk, unit or pk, module, group, text)


def test_the_same_module_and_like_words_are_suggested():
    found = suggest_merges(
        [
            candidate(1, "工程圖與幾何公差判讀", module=7),
            candidate(2, "刀具壽命管理"),
            candidate(3, "工程圖與幾何公差判讀", module=7),
            candidate(4, "刀具管理與壽命延長"),
            candidate(5, "商務英文簡報"),
        ]
    )
    assert [each.request_ids for each in found] == [(1, 3), (2, 4)]
    assert (found[0].score, found[0].shared) == (1.0, ())
    assert "刀具" in "".join(found[1].shared)
    assert 0 < found[1].score < 1


def test_a_topic_never_joins_two_modules():
    found = suggest_merges(
        [
            candidate(1, "堆高機作業", module=7),
            candidate(2, "堆高機作業安全"),
            candidate(3, "堆高機作業安全複訓", module=8),
        ]
    )
    assert all(not {1, 3} <= set(each.request_ids) for each in found)
    assert len(found) == 1


def test_what_one_group_holds_is_not_suggested_again():
    one = candidate(1, "刀具壽命管理", group=5)
    other = candidate(2, "刀具壽命管理", group=5)
    assert suggest_merges([one, other]) == []
    [found] = suggest_merges([one, other, candidate(3, "刀具壽命管理")])
    assert found.request_ids == (1, 2, 3)


def test_nothing_is_suggested_of_nothing():
    assert suggest_merges([]) == []
    assert suggest_merges([candidate(1, ""), candidate(2, "")]) == []


def test_modules_with_a_name_like_the_topic():
    names = [(1, "三次元與光學量測操作"), (2, "商務英文書信與會議"), (3, "量測系統分析")]
    near = like_modules("三次元量測機操作", names)
    assert near[0][0] == 1
    assert 2 not in [pk for pk, _score in near]


# A round of a file is in the state its days say.
@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 1), "planned"),
        (OPENS, "open"),
        (DEADLINE, "open"),
        (date(2026, 11, 21), "closed"),
    ],
)
def test_the_state_of_a_round_from_a_file(today, state):
    assert rules.state_on(OPENS, DEADLINE, today) == state
