"""The example company writes the texts of its annual plan and brings O2.3.1 into force."""

from collections.abc import Iterator

from espalier.entrypoints.cli.acts.company import Company, Done
from espalier.entrypoints.cli.acts.review import bring_into_force

OUTPUT, PROCEDURE = "O2.3.1", "BUD-AMT"
TEXTS = {
    "summary": (
        "2027 年度計畫支應三件事：法定訓練全數到位、量測與五軸兩項關鍵職能的落差優先縮小、"
        "資深師傅的技術在屆退前傳下去。\n"
        "課程由職能落差、法定期限與單位需求計算而得，在預算內選出縮小落差最多的組合，並附可重新驗算的證明。\n"
        "旺季（十月至十二月）製造單位不排整班課程，改以夜間與交班時段的短課補上。"
    ),
    "summary_en": (
        "The plan of 2027 serves three ends: every duty by law is met, the gaps in measurement and five-axis work "
        "are closed first, and the masters' skills are handed on before they retire.\n"
        "Courses were computed from gaps, dates of the law and requests of the units: the set that closes most within "
        "the budget, with a proof that can be computed again.\n"
        "In the peak season (October to December) production units have no whole classes; short ones in the evening "
        "and at the change of shifts fill in."
    ),
    "risks": (
        "講師臨時請假：同科目備有第二位內部講師，由時程重排並以異動人數最少為原則。\n"
        "旺季提前：九月後的整班課程改為交班短課，法定課程不受影響。\n"
        "預算刪減：依縮減後預算重新計算，先保法定課程，再依落差效益遞減刪除。\n"
        "開班人數不足：與鄰近廠區併班，仍不足時改派公開班。"
    ),
    "risks_en": (
        "An instructor falls ill: each subject has a second one; the timetable is repaired with the fewest moved.\n"
        "The peak season comes early: whole classes after September become short ones at the change of shifts.\n"
        "The budget is cut: the plan is computed anew; duties by law stay, then what closes least goes first.\n"
        "Too few for a class: it is joined with the next site's, or seats in a public class are bought."
    ),
}
REASONS = {
    "no_assessment": "未列評量策略之課程以課後測驗與滿意度辦理，評量策略於第一季前補齊，負責人為訓練專員。",
    "undated": "少數課程須待原廠公告班期，日期於 2027 年 2 月底前排定。",
}


def play(company: Company) -> Iterator[Done]:
    """Texts, then review and publication; nothing where no scenario was chosen."""
    from espalier.cycle.plan.annual_plan import services
    from espalier.cycle.plan.annual_plan.queries.document import plan_to_publish

    plan = plan_to_publish()
    if plan is None:
        yield Done("texts of the annual plan", "no scenario is chosen", False)
        return
    is_new = not plan.summary
    if is_new:
        services.describe_plan(
            plan_id=plan.pk, values=TEXTS, by=company.actor("coordinator"), at=company.at
        )
    yield Done("texts of the annual plan", "written" if is_new else "written before", is_new)
    yield bring_into_force(
        company,
        OUTPUT,
        note="2027 年度訓練計畫初版。",
        procedure=PROCEDURE,
        reasons=REASONS,
    )
