"""The example company decides how its programmes are taught and assessed."""

from collections.abc import Iterator

from espalier.entrypoints.cli.acts.company import Company, Done

# Option chosen for each decision, and why.
CHOICES = {
    "MO111": (
        "量測靠手感，稽核員要看實做；小班輪三班，不必停線，教材明年可再用。",
        "Measuring is in the hands and auditors want to see it; small groups serve all shifts and can run again.",
    ),
    "MO121": (
        "只有實作能證明會量；兩人各自評分，可算出一致性。",
        "Only practice proves it; two raters let agreement be computed.",
    ),
    "MO211": (
        "種子師傅留在廠內，能支撐之後的新訂單；模擬機先行避免碰撞。",
        "Masters stay and serve later orders; the simulator first keeps collisions away.",
    ),
    "MO221": (
        "認證的情境就是工作本身，碰撞的代價不容只看模擬。",
        "Certification is the work itself; a collision costs too much to rely on the simulator.",
    ),
    "MO311": (
        "手感與判斷要在真實訂單上帶，步驟卡讓技術留在組織。",
        "Feel and judgement are passed on real orders; cards keep the skill in the house.",
    ),
    "MO321": (
        "由師傅以外的人確認，結果才可信。",
        "Only what somebody else has seen can be relied on.",
    ),
    "MO411": (
        "帶自己的案例練習並有人回饋，行為才會改變。",
        "Own cases and feedback change what managers do.",
    ),
    "MO421": (
        "輔導是行為與態度，由部屬與同儕以定錨量表評，課前課後可比較。",
        "Coaching is behaviour and attitude; people and peers rate it on anchors, before and after.",
    ),
}


def play(company: Company) -> Iterator[Done]:
    """Every open decision, by the manager, with its reason."""
    from espalier.cycle.plan.methods import queries, services

    n = 0
    for decision in queries.undecided():
        for option in queries.decision_or_404(decision.pk).options.all():
            if option.code in CHOICES:
                reason, reason_en = CHOICES[option.code]
                services.decide(
                    decision_id=decision.pk,
                    option_id=option.pk,
                    reason=reason,
                    reason_en=reason_en,
                    on=company.at.date(),
                    by=company.actor("manager"),
                    at=company.at,
                )
                n += 1
    yield Done("decisions on methods", f"{n} decided", n > 0)
