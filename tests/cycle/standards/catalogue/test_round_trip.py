"""Property: whatever a parse may hold, the catalogue gives it back word for word."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from espalier.cycle.standards.catalogue import queries, services
from espalier.cycle.standards.catalogue.types import Presence, Space
from espalier.engines.intake import facts
from espalier.engines.intake.types import Block, Duty, Item, ItemKind, Note, Task, TaskGroup
from tests.factories.standards import AT, BY, small_standard

# Few words and codes, so that one code with two texts and one text under two codes come up often.
words = st.sampled_from(["修枝", "施肥", "病蟲害辨識", "Grafting", "a：b", "【註1】"])
codes = st.sampled_from(["", "01", "02", "1.1.1"])


def items(kind: ItemKind):
    refs = st.sampled_from([(), ("T1.1",)])
    made = st.builds(
        lambda code, name, ref: Item(kind, kind.value + code if code else "", name, "", ref),
        codes,
        words,
        refs,
    )
    return st.lists(made, max_size=4).map(tuple)


blocks = st.builds(
    Block,
    st.sampled_from([None, 1, 6]),
    items(ItemKind.OUTPUT),
    items(ItemKind.INDICATOR),
    items(ItemKind.KNOWLEDGE),
    items(ItemKind.SKILL),
)
tasks = st.lists(
    st.builds(Task, st.sampled_from(["", "T1.1", "T1.2"]), words), min_size=1, max_size=2
)
groups = st.builds(TaskGroup, tasks.map(tuple), st.lists(blocks, min_size=1, max_size=3).map(tuple))
duties = st.builds(
    Duty, st.sampled_from(["", "T1"]), words, st.lists(groups, min_size=1, max_size=2).map(tuple)
)
notes = st.builds(Note, st.sampled_from([None, 1]), words, words)
standards = st.builds(
    lambda ds, attitudes, ns, level: small_standard(
        duties=tuple(ds), attitudes=attitudes, notes=tuple(ns), level=level
    ),
    st.lists(duties, min_size=1, max_size=2),
    items(ItemKind.ATTITUDE),
    st.lists(notes, max_size=2),
    st.sampled_from([None, 3]),
)


class RoundTrip(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(standards)
    def test_applied_then_read_is_the_same(self, parsed):
        standard = services.apply_standard(parsed=parsed, space=Space.OFFICIAL, by=BY, at=AT)
        found = queries.standard_as_parsed(standard)
        assert facts(found) == facts(parsed)
        assert found == replace(parsed, sha256="")
        assert queries.here(parsed).presence is Presence.SAME
