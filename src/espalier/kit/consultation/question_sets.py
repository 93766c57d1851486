"""Ready sets of questions in our own words, to start a round from and to adapt."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.consultation.types import QuestionDraft, QuestionKind, QuestionSet

AGREE = ("完全不同意", "完全同意", "strongly disagree", "strongly agree")
IMPORTANT = ("不重要", "非常重要", "not important", "very important")


def _scale(text: str, text_en: str, ends: tuple[str, str, str, str] = AGREE) -> QuestionDraft:
    low, high, low_en, high_en = ends
    return QuestionDraft(
        QuestionKind.SCALE, text, text_en, low=low, high=high, low_en=low_en, high_en=high_en
    )


def _text(text: str, text_en: str) -> QuestionDraft:
    return QuestionDraft(QuestionKind.TEXT, text, text_en, is_required=False)


SETS = {
    each.code: each
    for each in (
        QuestionSet(
            "draft",
            _("Opinion on a draft"),
            (
                _scale(
                    "這份草案對準了我們現在最需要解決的問題。",
                    "The draft addresses what we most need solved now.",
                ),
                _scale(
                    "草案裡的目標說得清楚，看得出來怎樣算達成。",
                    "Its goals are clear; one can tell when they are reached.",
                ),
                _scale(
                    "以我們單位的人力與時間，草案做得到。",
                    "With our people and time it can be done.",
                ),
                _scale("整體而言，我支持這份草案。", "On the whole I support the draft."),
                _text("哪一點最需要修改？請說明理由。", "What most needs to change, and why?"),
                _text("有沒有漏掉誰的需要？", "Whose needs are left out?"),
            ),
        ),
        QuestionSet(
            "needs",
            _("What stakeholders need from training"),
            (
                _scale(
                    "未來一年，提升新技術能力對我們單位的重要性",
                    "Importance of new technical skills for our unit next year",
                    IMPORTANT,
                ),
                _scale(
                    "未來一年，維持品質與安全要求對我們單位的重要性",
                    "Importance of quality and safety requirements next year",
                    IMPORTANT,
                ),
                _scale(
                    "未來一年，帶人與傳承對我們單位的重要性",
                    "Importance of coaching and handing on experience next year",
                    IMPORTANT,
                ),
                QuestionDraft(
                    QuestionKind.MANY,
                    "同仁學了卻用不出來，主要的原因是什麼？（可複選）",
                    "What mainly keeps people from using what they learned? (several)",
                    choices=(
                        ("沒有練習或使用的機會", "no occasion to use it"),
                        ("設備或工具不足", "equipment or tools are lacking"),
                        ("主管沒有要求或支持", "the supervisor does not ask for it or support it"),
                        ("工作太滿，沒有時間", "too much work, no time"),
                        ("學的內容與工作不符", "what was taught does not fit the work"),
                    ),
                ),
                _text(
                    "工作上最常卡住的事是什麼？發生時的情形如何？",
                    "What gets stuck most often at work, and how does it happen?",
                ),
                _text(
                    "您希望訓練單位明年先做哪一件事？",
                    "What should the training unit do first next year?",
                ),
            ),
        ),
        QuestionSet(
            "climate",
            _("Culture and transfer climate"),
            (
                _scale(
                    "主管會在訓練前說明為什麼派我參加。",
                    "My supervisor explains before a course why I am sent.",
                ),
                _scale(
                    "訓練後，我在工作上有機會使用所學。",
                    "After a course I have occasions to use what I learned.",
                ),
                _scale("同事願意讓我嘗試新的做法。", "Colleagues let me try new ways of working."),
                _scale(
                    "做錯了，大家會一起找原因而不是先怪人。",
                    "When something goes wrong we look for the cause before we blame.",
                ),
                _scale("我的工作量容許我花時間學習。", "My workload leaves time to learn."),
                _scale(
                    "學得好、用得上的人會被看見。", "People who learn and apply it are noticed."
                ),
                _text(
                    "什麼最能幫助您把所學用在工作上？",
                    "What would most help you to use what you learn?",
                ),
            ),
        ),
        QuestionSet(
            "interview",
            _("Guide for an interview"),
            (
                _text(
                    "您負責的工作，未來一到兩年最大的變化是什麼？",
                    "What will change most in your work within two years?",
                ),
                _text(
                    "要跟上這個變化，哪些能力現在還不足？怎麼看出來？",
                    "Which abilities are lacking for it, and how can you tell?",
                ),
                _text(
                    "除了訓練之外，還有什麼辦法可以解決？",
                    "What else than training could solve it?",
                ),
                _text(
                    "半年後看到什麼，您會說訓練有用？",
                    "What would you see in half a year that tells you training was useful?",
                ),
            ),
        ),
        QuestionSet(
            "priorities",
            _("Priorities for a Delphi survey"),
            (
                _scale(
                    "第一優先的需求：應列入明年計畫的程度",
                    "First need: how strongly it belongs into next year's plan",
                    IMPORTANT,
                ),
                _scale(
                    "第二優先的需求：應列入明年計畫的程度",
                    "Second need: how strongly it belongs into next year's plan",
                    IMPORTANT,
                ),
                _scale(
                    "第三優先的需求：應列入明年計畫的程度",
                    "Third need: how strongly it belongs into next year's plan",
                    IMPORTANT,
                ),
                _text(
                    "您的評分與他人不同時，請說明理由。",
                    "Where you differ from others, please say why.",
                ),
            ),
        ),
    )
}
