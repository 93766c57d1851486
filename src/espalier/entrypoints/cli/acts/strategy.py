"""T2.2 as the example company plays it: decide, choose, consult on the framework, confirm, review, publish."""

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from espalier.entrypoints.cli.acts.company import Company, Done
from espalier.entrypoints.cli.acts.review import bring_into_force

OUTPUT, PROCEDURE = "O2.2.1", "DOC-STD"
TEXTS = Path(__file__).with_name("strategy_texts.toml")
NEWER = ("AD1", "PGJ-QAE-001v2", "新增自動量測，並把供應商品質擴為供應鏈品質。",
         "Adds automated measuring and widens supplier quality to the supply chain.")  # fmt: skip
# Decision → standard, reason, English reason.
DECISIONS = {
    "AD1": (
        "PGJ-QAE-001v2",
        "第二版加入自動量測且為現行有效版本；供應商品質項目只是改名，比對移轉後涵蓋率相同。"
        "各職位預定於 2027 年第一季移轉。",
        "The second version adds automated measuring and is the one in force; what it seems to lack was renamed "
        "and is covered once the versions are matched. Positions move in the first quarter of 2027.",
    ),
    "AD2": (
        "PGJ-MFG-001v1",
        "加工技能與程式項目完整，涵蓋需求 N2；品質基準沒有加工技能。",
        "Complete on machining skills and programs, covering need N2; the quality standard has none of them.",
    ),
    "AD3": (
        "PGJ-TRN-001v1",
        "評量與成效評估的項目完整，對應訓練品質管理的需求；品質基準的稽核項目列為參考，不另採用。",
        "Complete on assessment and evaluation, which the need for training quality asks for; the audit items of "
        "the quality standard serve as a reference and are not adopted.",
    ),
}
# Option → reason, English reason.
CHOICES = {
    "OP11": (
        "加權得分最高；以自家零件實作，三班都能參加，兩位資深工程師帶領使能力留在公司。",
        "Highest weighted score: practice on our own parts, open to all three shifts, and two senior engineers "
        "keep the ability in the company.",
    ),
    "OP21": (
        "原廠班離線五天會影響交期；種子師傅一對二在真實訂單上養成，得分最高且回到工作的可能最大。",
        "The maker's course takes people away for five days; masters training two at a time on real orders scores "
        "highest and is used at work at once.",
    ),
    "OP31": (
        "手感與判斷聽不會，須在真實訂單上帶並由第三人驗證。",
        "Feel and judgement cannot be learned by listening: they are handed on with real orders and verified by "
        "a third person.",
    ),
    "OP41": (
        "兩天課程沒有練習與追蹤；讀書會與教練讓主管在六個月內反覆應用。",
        "A two-day course has no practice or follow-up; reading circle and coaching make managers use it over six "
        "months.",
    ),
}
# What the groups asked for: who, words, request, English request, decision, reason, English reason, new activity.
REQUESTS: tuple[tuple[str, str, str, str, str, str, str, tuple[Any, ...] | None], ...] = (
    (
        "supervisor", "產線一出狀況我就走不開，讀書會只有一個時段一定會缺席。",
        "讀書會同一週開兩個時段，擇一參加。",
        "Offer the reading circle twice in the same week, to attend either.",
        "accept", "兩個時段不增加教練費用，可避免缺席。",
        "Two slots cost no more for the coach and keep people from missing it.",
        ("L421", "AC422", "同週第二時段讀書會", "Second slot of the circle in the same week", "讀書會",
         "Reading circle", 120, "social", "OB42"),
    ),
    (
        "learner", "示範講得很快，聽不清楚，回到機台旁又忘了。",
        "量測示範要有字幕短片，可以在量測站重看。",
        "Short films of the demonstration with captions, to watch again at the station.",
        "accept", "符合聽障同仁的需求，也方便三班複習。",
        "It meets the need of a colleague who is hard of hearing and lets all shifts review.",
        ("L111", "AC113", "字幕短片複習", "Review with captioned films", "線上單元", "Online unit", 20,
         "formal", "OB11"),
    ),
    (
        "instructor", "五軸練習兩人一組，第二個人常常只是看。",
        "把一對二改成一對一。", "Train one at a time instead of two.",
        "reject", "一對一需要加倍機台時間，目前每週只有十六小時；改以學習紀錄要求兩人輪流操作。",
        "It would double machine hours, and there are sixteen a week; learning notes make both take turns instead.",
        None,
    ),
    (
        "coordinator", "訓後追蹤的表單每個單位都不一樣。",
        "追蹤表單統一一種格式。", "Use one form for the follow-up.",
        "adapt", "先由三門課試用同一格式，年中再推廣。",
        "Three courses try one form first; it is spread at mid-year.",
        ("L441", "AC442", "以統一格式試行追蹤", "Try the follow-up with one form", "專案作業", "Project", 60,
         "experience", "OB44"),
    ),
)  # fmt: skip
GROUPS = {
    "learner": ("學員代表（職工福利委員會推派）", 24, "同意，請保留夜班複習時段。",
                "Agreed; please keep a slot for the night shift."),
    "instructor": ("內部講師代表（資深品質工程師）", 6, "同意，量床時段請提前兩週公布。",
                   "Agreed; please announce machine slots two weeks ahead."),
    "supervisor": ("製造處課長代表", 9, "同意，讀書會兩個時段的安排可行。",
                   "Agreed; two slots for the reading circle will work."),
    "coordinator": ("課程承辦人代表", 4, "同意，追蹤表單先試用三門課。",
                    "Agreed; the follow-up form is tried in three courses first."),
}  # fmt: skip
CRITERIA = """目標是否對應需求與職能，並可觀察
每一目標是否有活動與評量
選項是否至少兩個，理由與費用是否清楚
利益關係人是否確認，意見是否有回應"""
CRITERIA_EN = """Objectives answer needs and competencies and can be observed
Every objective has an activity and an assessment
At least two options, with clear reasons and cost
Stakeholders confirmed, and their words were answered"""
LATER = "OB44 的評量須等統一追蹤表單試用三門課後訂定，負責人為訓練經理，期限 2027 年 6 月 30 日。"


def play(company: Company) -> Iterator[Done]:
    """Everything from the starter tables to the published report."""
    yield _starters(company)
    yield _decisions(company)
    yield _choices(company)
    yield _consulted(company)
    yield _confirmed(company)
    yield _procedure(company)
    yield _texts(company)
    yield bring_into_force(
        company,
        OUTPUT,
        note="2027 年度學習策略發展報告初版。",
        procedure=PROCEDURE,
        reasons={"objective_without_assessment:OB44": LATER},
    )


def _starters(company: Company) -> Done:
    from espalier.cycle.strategy.programmes.services import take_starter

    by = company.actor("coordinator")
    n = sum(
        take_starter(kind=kind, by=by, at=company.at) for kind in ("method_rules", "bloom_verbs")
    )
    return Done("strategy starter tables", f"{n} rows taken over", n > 0)


def _decisions(company: Company) -> Done:
    """The coordinator adds the version that came in late; the manager adopts."""
    from espalier.cycle.standards.catalogue.queries import standard_by_code
    from espalier.cycle.strategy.adoption import queries, services
    from espalier.kit.registers import queries as registers
    from espalier.kit.registers import services as records

    open_ones = [row for row in queries.decisions() if row.chosen_id is None]
    code, standard, note, note_en = NEWER
    register = registers.register_of("adoption_candidates")
    if (code, standard) not in registers.ids_by_key(register):
        values = {"decision": code, "standard": standard, "note": note, "note_en": note_en}
        records.save_record(
            register=register,
            record_id=None,
            values=values,
            by=company.actor("coordinator"),
            at=company.at,
        )
    for row in open_ones:
        chosen, reason, reason_en = DECISIONS[row.code]
        services.decide(
            decision_id=row.pk,
            standard_id=standard_by_code(chosen).pk,
            reason=reason,
            reason_en=reason_en,
            on=company.at.date(),
            by=company.actor("manager"),
            at=company.at,
        )
    return Done("adoption decisions", f"{len(open_ones)} decided", bool(open_ones))


def _choices(company: Company) -> Done:
    from espalier.cycle.strategy.programmes import queries, services

    n = 0
    for view in queries.designs(company.at.date()):
        for each in view.options:
            if each.option.code in CHOICES and view.chosen is None:
                reason, reason_en = CHOICES[each.option.code]
                services.choose_option(
                    option_id=each.option.pk,
                    reason=reason,
                    reason_en=reason_en,
                    by=company.actor("manager"),
                    at=company.at,
                )
                n += 1
    return Done("design options", f"{n} chosen", n > 0)


def _consulted(company: Company) -> Done:
    """Draft 1 goes to a meeting; what is accepted becomes a new activity; draft 2 states it."""
    from espalier.cycle.strategy.framework import queries, services

    if queries.latest_draft() is not None:
        return Done("consultation on the framework", "held before", False)
    by, on = company.actor("coordinator"), company.at.date()
    first = services.take_draft(
        note="提交四個利益關係人群組討論的初稿。",
        note_en="First draft, put before the four stakeholder groups.",
        on=on,
        by=by,
        at=company.at,
    )
    n = _meeting(company, first)
    services.take_draft(
        note="依諮詢會議的決定增加三項活動。",
        note_en="Three activities added as decided after the meeting.",
        on=on,
        by=by,
        at=company.at,
    )
    return Done("consultation on the framework", f"{n} requests decided", True)


def _meeting(company: Company, draft: Any) -> int:
    from espalier.kit.consultation import services
    from espalier.kit.consultation.types import Attended, Party, RoundKind

    by, at = company.actor("coordinator"), company.at
    found = services.open_round(
        subject=("strategy.FrameworkDraft", str(draft.pk)),
        kind=RoundKind.MEETING,
        title="學習策略框架諮詢會議",
        title_en="Meeting on the learning-strategy framework",
        closes_on=at.date() + timedelta(days=7),
        by=by,
        at=at,
    )
    parties = {
        group: Party("stakeholder_group", group, name, group=name)
        for group, (label, _n, _words, _en) in GROUPS.items()
        if (name := label.partition("（")[0])
    }
    services.invite(round_id=found.pk, parties=list(parties.values()), sends=False, by=by, at=at)
    services.record_meeting(
        round_id=found.pk,
        held_on=at.date(),
        minutes="逐案說明四個方案的目標、活動與評量；各群組提出意見，當場記錄並於會後決定。",
        minutes_en="Objectives, activities and assessments of the four programmes were explained; each group "
        "raised points, which were recorded and decided afterwards.",
        attendance=[Attended(party, has_signed=True) for party in parties.values()],
        place="訓練教室",
        chair="訓練經理",
        by=by,
        at=at,
    )
    for request in REQUESTS:
        _request(company, found.pk, parties[request[0]], request)
    services.close_round(round_id=found.pk, by=by, at=at)
    return len(REQUESTS)


def _request(company: Company, round_id: int, party: Any, told: tuple[Any, ...]) -> None:
    from espalier.kit.consultation import services

    _group, words, text, text_en, decision, reason, reason_en, activity = told
    made = services.request_change(
        round_id=round_id,
        part="",
        text=text,
        text_en=text_en,
        words=words,
        raised_by=party,
        by=company.actor("coordinator"),
        at=company.at,
    )
    effect = None
    if activity is not None:
        effect = ("strategy.Activity", str(_new_activity(company, activity)))
    services.decide_change(
        request_id=str(made.pk),
        decision=decision,
        reason=reason,
        reason_en=reason_en,
        effect=effect,
        by=company.actor("manager"),
        at=company.at,
    )


def _new_activity(company: Company, told: tuple[Any, ...]) -> int:
    from espalier.kit.registers import queries, services

    lesson, code, title, title_en, method, method_en, minutes, mix, objective = told
    made = services.save_record(
        register=queries.register_of("activities"),
        record_id=None,
        values={
            "lesson": lesson, "code": code, "title": title, "title_en": title_en, "method": method,
            "method_en": method_en, "minutes": minutes, "mix": mix, "objectives": (objective,),
            "order": 9,
        },
        by=company.actor("manager"),
        at=company.at,
    )  # fmt: skip
    return int(made.pk)


def _confirmed(company: Company) -> Done:
    from espalier.cycle.strategy.framework import queries, services

    draft = queries.latest_draft()
    assert draft is not None  # taken in the step before
    given = {each.group for each in draft.confirmations.all()}
    for group, (label, n_heard, remarks, remarks_en) in GROUPS.items():
        if group not in given:
            services.confirm(
                draft_id=draft.pk,
                group=group,
                spokesperson=label,
                confirmed_on=company.at.date(),
                n_heard=n_heard,
                remarks=remarks,
                remarks_en=remarks_en,
                by=company.actor("coordinator"),
                at=company.at,
            )
    n = len(GROUPS.keys() - given)
    return Done("confirmations of the framework", f"{n} groups confirmed", n > 0)


def _procedure(company: Company) -> Done:
    from espalier.cycle.strategy.framework import queries, services

    if queries.procedure_confirmation() is not None:
        return Done("review procedure of O2.2.1", "confirmed before", False)
    procedure = next(each for each in queries.procedures() if each.code == PROCEDURE)
    services.confirm_procedure(
        procedure_id=procedure.pk,
        criteria=CRITERIA,
        criteria_en=CRITERIA_EN,
        on=company.at.date(),
        by=company.actor("manager"),
        at=company.at,
    )
    return Done("review procedure of O2.2.1", PROCEDURE, True)


def _texts(company: Company) -> Done:
    from espalier.cycle.strategy.report import queries, services

    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    written = queries.narratives()
    missing = [key for key in texts if key not in written]
    for key in missing:
        services.write_narrative(
            key=key, **texts[key], by=company.actor("coordinator"), at=company.at
        )
    return Done("texts of O2.2.1", f"{len(missing)} written", bool(missing))
