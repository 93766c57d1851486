"""P1.2.2 as the example company plays it: learning information is attached to norms."""

from collections.abc import Iterator

from espalier.entrypoints.cli.acts.company import Company, Done

RULES = "職業安全衛生教育訓練規則（全國法規資料庫）"
RULES_AT = "https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode=N0060010"
SHEET = "性騷擾防治訓練重點"
SHEET_TEXT = (
    "一、認識性騷擾的樣態與界線。\n二、申訴管道與受理單位。\n三、主管知悉後的立即處置。\n"
    "四、保密、禁止報復與協助資源。\n"
)


def play(company: Company) -> Iterator[Done]:
    """What belongs to norms and is no sheet; again changes nothing."""
    yield attach(company)


def attach(company: Company) -> Done:
    """The address of the safety rules, and a sheet of main points for the training everybody takes."""
    from espalier.cycle.learning_map.norms import queries, services

    step, result = "learning information of norms", "an address and a file"
    by_code = queries.by_code()
    if any(each.title == SHEET for each in queries.materials_of(by_code["GEN-1"].pk)):
        return Done(step, result, False)
    by, at = company.actor("coordinator"), company.at
    services.add_material(norm_id=by_code["OSH-1"].pk, title=RULES, url=RULES_AT, by=by, at=at)
    services.add_material(
        norm_id=by_code["GEN-1"].pk,
        title=SHEET,
        data=SHEET_TEXT.encode(),
        filename=f"{SHEET}.txt",
        by=by,
        at=at,
    )
    return Done(step, result, True)
