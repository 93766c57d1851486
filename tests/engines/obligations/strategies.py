"""Made-up people and norms of every kind, for the properties."""

from datetime import date, timedelta

from hypothesis import strategies as st

from espalier.engines.obligations.types import (
    Accepted,
    Cap,
    Change,
    Duty,
    Exemption,
    FirstPeriod,
    Holding,
    Hours,
    Leave,
    Licence,
    Minimum,
    Norm,
    Person,
    Target,
    Window,
)

FIRST = date(2018, 1, 1)
DAYS = 365 * 12

days = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))
modes = st.sampled_from(["online", "classroom"])
tags = st.frozensets(st.sampled_from(["law", "ethics"]), max_size=2)


@st.composite
def spans(draw, may_be_open=True):
    """A first and a last day, or none."""
    first = draw(days)
    length = draw(st.integers(0, 1200))
    is_open = may_be_open and draw(st.booleans())
    return first, None if is_open else first + timedelta(days=length)


@st.composite
def holdings(draw):
    position = draw(st.integers(1, 3))
    tier = draw(st.sampled_from(["base", "middle"]))
    return Holding(position, 10 + position // 2, tier, draw(st.integers(1, 2)), *draw(spans()))


@st.composite
def people(draw, *, with_leaves=True):
    hired = draw(days)
    left = draw(st.none() | st.integers(0, 2500).map(lambda n: hired + timedelta(days=n)))
    completed = draw(
        st.lists(st.tuples(st.integers(1, 3), days, st.integers(0, 400), modes, tags), max_size=8)
    )
    return Person(
        id=1,
        hired_on=hired,
        left_on=left,
        category=draw(st.sampled_from(["operative", "manager"])),
        holdings=tuple(draw(st.lists(holdings(), max_size=4))),
        duties=tuple(Duty("first aid", *span) for span in draw(st.lists(spans(), max_size=2))),
        licences=tuple(Licence("nurse", *span) for span in draw(st.lists(spans(), max_size=2))),
        leaves=tuple(
            Leave(*span) for span in (draw(st.lists(spans(), max_size=2)) if with_leaves else [])
        ),
        exemptions=tuple(
            Exemption("N1", "doctor's note", *span) for span in draw(st.lists(spans(), max_size=1))
        ),
        hours=tuple(
            Hours(n, module, day, minutes, mode, tag)
            for n, (module, day, minutes, mode, tag) in enumerate(completed)
        ),
    )


targets = st.builds(
    Target,
    positions=st.frozensets(st.integers(1, 3), max_size=2),
    functions=st.frozensets(st.integers(10, 11), max_size=1),
    tiers=st.just(frozenset()) | st.just(frozenset({"base"})),
    units=st.frozensets(st.integers(1, 2), max_size=1),
    duties=st.just(frozenset()) | st.just(frozenset({"first aid"})),
    licences=st.just(frozenset()) | st.just(frozenset({"nurse"})),
    categories=st.just(frozenset()) | st.just(frozenset({"operative"})),
    hired_from=st.none() | days,
    min_headcount=st.sampled_from([None, None, 30, 600]),
    min_unit_headcount=st.sampled_from([None, None, None, 10]),
)
_MONTHS = {
    Window.ONCE: st.just(0),
    Window.ROLLING: st.sampled_from([1, 6, 12, 24, 36]),
    Window.CALENDAR: st.sampled_from([1, 3, 6, 12, 24]),
    Window.LICENCE: st.sampled_from([12, 72]),
}


@st.composite
def norms(draw, number=1):
    window = draw(st.sampled_from(Window))
    starts, ends = draw(st.just((None, None)) | spans())
    return Norm(
        id=number,
        code=f"N{number}",
        window=window,
        months=draw(_MONTHS[window]),
        minutes=draw(st.sampled_from([0, 60, 180, 360, 720])),
        targets=tuple(draw(st.lists(targets, min_size=0, max_size=2))) or (Target(),),
        accepted=tuple(
            Accepted(module, draw(st.sampled_from([None, 120])), draw(tags))
            for module in draw(st.sets(st.integers(1, 3), max_size=2))
        ),
        tags=draw(st.just(frozenset()) | st.just(frozenset({"law"}))),
        modes=draw(st.just(frozenset()) | st.just(frozenset({"classroom"}))),
        caps=draw(st.sampled_from([(), (Cap(120, mode="online"),), (Cap(60, tag="law"), Cap(200, "online"))])),
        minima=draw(st.sampled_from([(), (), (Minimum("ethics", 60),)])),
        shares_hours=draw(st.booleans()),
        priority=draw(st.integers(1, 2)),
        grace_days=draw(st.sampled_from([0, 0, 30])),
        first_due_months=draw(st.sampled_from([None, 0, 3])),
        lookback_months=draw(st.sampled_from([None, 6])),
        again_on_change=draw(st.sampled_from(Change)),
        covers_incumbents=draw(st.booleans()),
        first_period=draw(st.sampled_from(FirstPeriod)),
        leave_extends=draw(st.booleans()),
        notice_days=draw(st.sampled_from([0, 60])),
        licences=frozenset({"nurse"}) if window is Window.LICENCE else frozenset(),
        effective_from=starts,
        effective_to=ends,
    )  # fmt: skip
