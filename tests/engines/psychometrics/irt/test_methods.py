"""Every method runs from a table."""

import numpy as np
import pytest

from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.irt.methods import METHODS
from tests.engines.psychometrics.irt import samples

BY_CODE = {method.code: method for method in METHODS}
A, D = np.full(10, 1.2), np.linspace(-1.2, 1.2, 10)
TWO = samples.right_and_wrong(1000, A, D, seed=3)
RATED = samples.graded(520, A, np.column_stack([D + 0.8, D - 0.8]), seed=3)


def table(answers):
    columns = {f"q{j + 1}": tuple(map(str, column)) for j, column in enumerate(answers.T)}
    return Table({"who": tuple(f"p{i}" for i in range(len(answers))), **columns})


RUNS = {
    "irt-rasch": ([], TWO[:200]),
    "irt-rasch-conditional": ([], TWO[:200]),
    "irt-2pl": (["prior=no"], TWO),
    "irt-3pl": (["missing=as_zero"], TWO),
    "irt-grm": ([], RATED),
    "irt-gpcm": ([], RATED),
    "irt-abilities": (["model=grm"], RATED),
    "irt-item-fit": ([], TWO),
    "irt-information": (["at=1.0"], TWO),
}


@pytest.mark.parametrize("code", BY_CODE)
def test_a_method_answers_with_a_sentence(code):
    given, answers = RUNS[code]
    settings = BY_CODE[code].settings(["without=who", *given])
    found = BY_CODE[code].run(table(answers), settings)
    assert not isinstance(found, Refusal)
    assert found.sentence.zh
    assert found.sentence.en
    assert as_json(found)


@pytest.mark.parametrize("code", ["irt-abilities", "irt-item-fit", "irt-information"])
def test_what_cannot_be_fitted_cannot_be_used(code):
    found = BY_CODE[code].run(table(TWO[:20]), BY_CODE[code].settings(["without=who"]))
    assert isinstance(found, Refusal)
    assert found.code == "too_few_people"


def test_scores_of_right_and_wrong():
    method = BY_CODE["irt-abilities"]
    found = method.run(table(TWO), method.settings(["without=who", "model=rasch"]))
    assert found.n_used == 1000


@pytest.mark.parametrize(
    ("given", "said"), [("missing=perhaps", "option missing"), ("model=4pl", "option model")]
)
def test_unknown_settings_are_named(given, said):
    method = BY_CODE["irt-abilities"]
    with pytest.raises(ValueError, match=said):
        method.run(table(TWO), method.settings(["without=who", given]))
