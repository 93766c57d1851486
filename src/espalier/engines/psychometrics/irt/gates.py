"""When a model may be fitted: people, people per category, and items that tell something.

Sizes are conventions with their sources in ``statistics.md`` 1.2: Rasch 30 people for about ±1 logit, 100 for ±.5
(Linacre 1994, Rasch Measurement Transactions 7:4, 328); 2PL 500, or 200 with a prior on a (own simulation); 3PL 1,
000 with a prior on c; GRM and GPCM 300 and ten answers per category; S-X2 500 people and ten items.
"""

from espalier.engines.figures.types import Refusal, Said
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.responses import Responses

LEAST_RASCH, GOOD_RASCH = 30, 100
LEAST_WITH_PRIOR, LEAST_TWO, LEAST_THREE, LEAST_POLYTOMOUS = 200, 500, 1000, 300
LEAST_PER_CATEGORY = 10
LEAST_FIT, LEAST_FIT_ITEMS = 500, 10

CLASSICAL = Said(
    "請改用傳統試題分析，並把資料存起來，累積到 100 人再做。",
    "Use classical item analysis, and bank the data until there are 100 learners.",
)
RASCH = Said(
    "請改用 Rasch 模式（單一鑑別度）。",
    "Fit the Rasch model (one discrimination for all questions) instead.",
)
TWO = Said("請改用二參數或 Rasch 模式。", "Fit the two-parameter or the Rasch model instead.")
TOO_FEW = Said(
    "{model}需要至少 {least} 位作答者，目前只有 {n} 位，估計會靠不住。",
    "The {model} needs at least {least} people, here are {n}: its numbers would not hold.",
)
TITLES = {
    Model.RASCH: Said("Rasch 模式", "Rasch model"),
    Model.TWO_PARAMETER: Said("二參數模式", "two-parameter model"),
    Model.THREE_PARAMETER: Said("三參數模式", "three-parameter model"),
    Model.GRADED: Said("等級反應模式", "graded response model"),
    Model.PARTIAL_CREDIT: Said("廣義部分給分模式", "generalized partial credit model"),
}


def refused(responses: Responses, model: Model, *, has_prior: bool) -> Refusal | None:
    """The first reason not to fit the model to these answers, or None."""
    return (
        _too_few(responses, model, has_prior)
        or _constant(responses, model)
        or _thin_categories(responses, model)
    )


def _too_few(responses: Responses, model: Model, has_prior: bool) -> Refusal | None:
    n = round(responses.n_people)
    least, instead = {
        Model.RASCH: (LEAST_RASCH, CLASSICAL),
        Model.TWO_PARAMETER: (LEAST_WITH_PRIOR if has_prior else LEAST_TWO, RASCH),
        Model.THREE_PARAMETER: (LEAST_THREE, TWO),
        Model.GRADED: (LEAST_POLYTOMOUS, CLASSICAL),
        Model.PARTIAL_CREDIT: (LEAST_POLYTOMOUS, CLASSICAL),
    }[model]
    if n >= least:
        return None
    reason = said_of_model(TOO_FEW, model, least=least, n=n)
    if model is Model.THREE_PARAMETER:
        reason = reason + Said(
            "人數不夠，無法把猜測和難度分開。", "Guessing cannot be separated from difficulty here."
        )
    if model is Model.TWO_PARAMETER and n >= LEAST_WITH_PRIOR:
        instead = Said(
            "請加上鑑別度的先驗分配，或改用 Rasch 模式。",
            "Use the prior on discrimination, or fit the Rasch model instead.",
        )
    elif model is Model.TWO_PARAMETER and n < LEAST_RASCH:
        instead = CLASSICAL
    return Refusal(model.value, "too_few_people", reason, instead, n)


def _constant(responses: Responses, model: Model) -> Refusal | None:
    alike = [
        name
        for name, counts in zip(responses.names, responses.counts, strict=True)
        if (counts > 0).sum() < 2
    ]
    if not alike:
        return None
    return Refusal(
        model.value,
        "constant_item",
        Said(
            "試題 {items} 所有人的作答都一樣，無法區分學員，也就無法放上量尺。",
            "Everyone gave the same answer to {items}: it cannot separate learners and has no place on the scale.",
        ).filled(items=", ".join(alike)),
        Said(
            "請先排除這些試題再分析（精熟測驗全對是好事）。",
            "Leave it out and run again (fine for a mastery check).",
        ),
        round(responses.n_people),
    )


def _thin_categories(responses: Responses, model: Model) -> Refusal | None:
    if model.is_dichotomous:
        return None
    thin = [
        f"{name}: {category + lowest} (n = {count:g})"
        for name, lowest, counts in zip(
            responses.names, responses.lowest, responses.counts, strict=True
        )
        for category, count in enumerate(counts)
        if count < LEAST_PER_CATEGORY
    ]
    if not thin:
        return None
    return Refusal(
        model.value,
        "thin_category",
        Said(
            "每個選項至少要有 {least} 人選，以下不足：{thin}。",
            "Every category needs at least {least} answers; these have fewer: {thin}.",
        ).filled(least=LEAST_PER_CATEGORY, thin="; ".join(thin)),
        Said(
            "請把這些選項和相鄰的選項合併後再分析。",
            "Join these categories with a neighbouring one, then run again.",
        ),
        round(responses.n_people),
    )


def said_of_model(text: Said, model: Model, **values: object) -> Said:
    """The text with the model's title, in each language its own, and other values filled in."""
    title = TITLES[model]
    return Said(text.zh.format(model=title.zh, **values), text.en.format(model=title.en, **values))
