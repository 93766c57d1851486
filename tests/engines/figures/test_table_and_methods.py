"""Tables of a file and the methods that run on them: read as they are, refused where they cannot be."""

import numpy as np
import pytest

from espalier.engines.figures.methods import Method, Option
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.types import Refusal, Said

TEXT = "\ufeffwho,pre,post\nA,1,2\nB,,3.5\nA,NA,-1\n"


def test_columns_as_numbers_codes_and_a_matrix():
    table = read_csv(TEXT)
    assert table.n_rows == 3
    assert table.names(without=["who"]) == ("pre", "post")
    np.testing.assert_array_equal(table.numbers("pre"), [1, np.nan, np.nan])
    np.testing.assert_array_equal(table.matrix(without=["who"])[:, 1], [2, 3.5, -1])
    codes, labels = table.codes("who")
    assert (codes.tolist(), labels) == ([0, 1, 0], ("A", "B"))
    assert read_csv("a\n").n_rows == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("a,b,a\n1,2,3\n", "column named twice: a"),
        ("a,b\n1,2\n3\n", "line 3: 1 cells, 2 expected"),
    ],
)
def test_a_file_that_is_no_table_says_where(text, told):
    with pytest.raises(ValueError, match=told):
        read_csv(text)


def test_a_cell_or_column_that_is_not_there_is_named():
    table = read_csv(TEXT)
    with pytest.raises(ValueError, match="column 'who', line 2: 'A' is no number"):
        table.numbers("who")
    with pytest.raises(ValueError, match="there are: who, pre, post"):
        table.matrix(without=["pst"])
    with pytest.raises(ValueError, match="no column is left"):
        table.matrix(without=["who", "pre", "post"])


WORD = Said("字", "word")
METHOD = Method(
    "mean",
    WORD,
    WORD,
    lambda table, settings: Refusal("mean", "few", WORD),
    (
        Option("level", float, WORD, 0.95),
        Option("seed", int, WORD, 1),
        Option("is_paired", bool, WORD, False),
        Option("group", str, WORD, is_needed=True),
    ),
)


def test_settings_are_read_by_their_kind():
    found = METHOD.settings(["group=arm", "seed=7", "is_paired=Yes"])
    assert found == {"level": 0.95, "seed": 7, "is_paired": True, "group": "arm"}


def test_all_wrong_settings_are_told_at_once():
    with pytest.raises(ValueError, match="unknown") as refused:
        METHOD.settings(["seed=x", "is_paired=perhaps", "sed=1", "level"])
    for told in (
        "option seed: 'x' is not int",
        "option is_paired: 'perhaps' is not yes or no",
        "option 'sed=1' is unknown; there are: level, seed, is_paired, group",
        "option 'level' is unknown",
        "option group must be given",
    ):
        assert told in str(refused.value)


def test_a_refusal_says_why_and_what_instead():
    table = read_csv(TEXT)
    assert METHOD.run(table, {}).sentence == WORD
    both = Refusal("mean", "few", Said("太少。", "Too few."), Said("再等。", "Wait."))
    assert both.sentence == Said("太少。再等。", "Too few. Wait.")
