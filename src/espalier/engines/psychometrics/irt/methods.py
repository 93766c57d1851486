"""The methods of this room that run from a table of a file."""

from collections.abc import Callable, Mapping
from typing import Any

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Refusal, Said
from espalier.engines.psychometrics.irt.calibration import (
    Calibration,
    graded_response,
    partial_credit,
    rasch,
    three_parameter,
    two_parameter,
)
from espalier.engines.psychometrics.irt.comparison import rasch_conditional
from espalier.engines.psychometrics.irt.item_fit import item_fit
from espalier.engines.psychometrics.irt.precision import information_of_test
from espalier.engines.psychometrics.irt.priors import LognormalSlope
from espalier.engines.psychometrics.irt.scoring import abilities

Settings = Mapping[str, Any]

DICHOTOMOUS = Said(
    "一列一人、一欄一題，1 = 答對、0 = 答錯，空白 = 沒有作答",
    "one row a person, one column a question: 1 right, 0 wrong, empty for no answer",
)
CATEGORIES = Said(
    "一列一人、一欄一題，整數選項（例如 1–5），空白 = 沒有作答",
    "one row a person, one column a question: whole numbers such as 1–5, empty for no answer",
)
MISSING = Option(
    "missing",
    str,
    Said(
        "空白的處理：exclude 不計、as_zero 當答錯、refuse 停止",
        "empty cells: exclude, as_zero (wrong) or refuse",
    ),
    "exclude",
)
LEAVE_OUT = Option(
    "without",
    str,
    Said("不是試題的欄位，用逗號分開", "columns that are no questions, separated by commas"),
    "",
)
PRIOR = Option(
    "prior",
    bool,
    Said("鑑別度使用先驗分配", "use the prior on discrimination"),
    True,
)
MODEL = Option(
    "model",
    str,
    Said("模式：rasch、2pl、3pl、grm、gpcm", "model: rasch, 2pl, 3pl, grm or gpcm"),
    "2pl",
)
AT = Option(
    "at",
    float,
    Said(
        "最關心的能力位置（標準差）", "the place on the scale that matters, in standard deviations"
    ),
    0.0,
)


def questions(table: Table, settings: Settings) -> tuple[Any, tuple[str, ...], MissingPolicy]:
    """The answers, the names of the questions and what an empty cell means.

    Raises
    ------
    ValueError
        A column that is not there, no number, or an unknown policy.
    """
    without = [name.strip() for name in settings["without"].split(",") if name.strip()]
    try:
        missing = MissingPolicy(settings["missing"])
    except ValueError:
        raise ValueError(
            f"option missing: {settings['missing']!r} is not exclude, as_zero or refuse"
        ) from None
    return table.matrix(without=without), table.names(without=without), missing


def _two(table: Table, settings: Settings) -> Calibration | Refusal:
    answers, names, missing = questions(table, settings)
    prior = LognormalSlope() if settings.get("prior", True) else None
    return two_parameter(answers, missing=missing, names=names, prior=prior)


def _plain(fit: Callable[..., Calibration | Refusal]) -> Callable[[Table, Settings], Any]:
    def run(table: Table, settings: Settings) -> Calibration | Refusal:
        answers, names, missing = questions(table, settings)
        return fit(answers, missing=missing, names=names)

    return run


FITS: dict[str, Callable[[Table, Settings], Calibration | Refusal]] = {
    "rasch": _plain(rasch),
    "2pl": _two,
    "3pl": _plain(three_parameter),
    "grm": _plain(graded_response),
    "gpcm": _plain(partial_credit),
}


def _fitted(table: Table, settings: Settings) -> Calibration | Refusal:
    if settings["model"] not in FITS:
        raise ValueError(f"option model: {settings['model']!r} is not one of {', '.join(FITS)}")
    return FITS[settings["model"]](table, settings)


def _abilities(table: Table, settings: Settings) -> Result:
    found = _fitted(table, settings)
    if isinstance(found, Refusal):
        return found
    answers, _, missing = questions(table, settings)
    if not found.model.is_dichotomous:
        answers = answers - found.lowest
    return abilities(found.estimates, answers, missing=missing)


def _fit(table: Table, settings: Settings) -> Result:
    found = _fitted(table, settings)
    if isinstance(found, Refusal):
        return found
    answers, names, missing = questions(table, settings)
    return item_fit(found.estimates, answers, missing=missing, names=names)


def _information(table: Table, settings: Settings) -> Result:
    found = _fitted(table, settings)
    if isinstance(found, Refusal):
        return found
    return information_of_test(found.estimates, at=settings["at"])


def _conditional(table: Table, settings: Settings) -> Result:
    answers, names, missing = questions(table, settings)
    return rasch_conditional(answers, missing=missing, names=names)


METHODS: tuple[Method, ...] = (
    Method(
        "irt-rasch",
        Said("Rasch 模式（邊際最大概似）", "Rasch model by marginal ML"),
        DICHOTOMOUS,
        FITS["rasch"],
        (MISSING, LEAVE_OUT),
    ),
    Method(
        "irt-rasch-conditional",
        Said("Rasch 模式（條件最大概似）", "Rasch model by conditional ML"),
        DICHOTOMOUS,
        _conditional,
        (MISSING, LEAVE_OUT),
    ),
    Method(
        "irt-2pl",
        Said("二參數模式", "Two-parameter model"),
        DICHOTOMOUS,
        FITS["2pl"],
        (MISSING, LEAVE_OUT, PRIOR),
    ),
    Method(
        "irt-3pl",
        Said("三參數模式（含猜測）", "Three-parameter model (with guessing)"),
        DICHOTOMOUS,
        FITS["3pl"],
        (MISSING, LEAVE_OUT),
    ),
    Method(
        "irt-grm",
        Said("等級反應模式", "Graded response model"),
        CATEGORIES,
        FITS["grm"],
        (MISSING, LEAVE_OUT),
    ),
    Method(
        "irt-gpcm",
        Said("廣義部分給分模式", "Generalized partial credit model"),
        CATEGORIES,
        FITS["gpcm"],
        (MISSING, LEAVE_OUT),
    ),
    Method(
        "irt-abilities",
        Said("學員能力（保守分數）與誤差", "Cautious scores of people with their errors"),
        CATEGORIES,
        _abilities,
        (MISSING, LEAVE_OUT, MODEL, PRIOR),
    ),
    Method(
        "irt-item-fit",
        Said("試題是否符合模式（S-X²）", "Does each question fit the model (S-X²)"),
        CATEGORIES,
        _fit,
        (MISSING, LEAVE_OUT, MODEL, PRIOR),
    ),
    Method(
        "irt-information",
        Said("測驗訊息量與測量誤差", "Test information and error of measurement"),
        CATEGORIES,
        _information,
        (MISSING, LEAVE_OUT, MODEL, PRIOR, AT),
    ),
)
