"""Circles and layers in chains of "lies below" and "reports to"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.people import chains

NAMES = st.sampled_from("ABCDEFGH")


@pytest.mark.parametrize(
    ("above", "found"),
    [
        ({}, []),
        ({"A": None, "B": "A", "C": "B"}, []),
        ({"A": "outside", "B": "A"}, []),
        ({"A": "A"}, [["A"]]),
        ({"C": "B", "B": "A", "A": "C"}, [["A", "C", "B"]]),
        ({"A": "B", "B": "A", "C": "D", "D": "C", "E": "A"}, [["A", "B"], ["C", "D"]]),
    ],
)
def test_every_circle_is_found_once_and_named_from_its_smallest_key(above, found):
    assert chains.circles(above) == found


def test_a_circle_in_words_ends_where_it_began():
    assert chains.in_words(["A", "C", "B"]) == "A → C → B → A"


@given(st.dictionaries(NAMES, st.one_of(st.none(), NAMES)))
def test_without_the_circles_every_chain_ends_and_layers_put_the_upper_first(above):
    inside = {key for circle in chains.circles(above) for key in circle}
    for key in inside:
        assert above[key] in inside
    free = {key: (None if up in inside else up) for key, up in above.items() if key not in inside}
    layers = chains.from_the_top(free)
    depth = {key: n for n, layer in enumerate(layers) for key in layer}
    assert set(depth) == set(free)
    for key, up in free.items():
        assert depth[key] == (depth[up] + 1 if up in free else 0)


def test_layers_of_a_circle_are_refused():
    with pytest.raises(ValueError, match="circle"):
        chains.from_the_top({"A": "B", "B": "A"})
