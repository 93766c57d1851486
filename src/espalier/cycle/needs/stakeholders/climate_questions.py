"""The questions about learning culture and transfer climate, in our own words, by factor.

Ordinary survey practice: short statements about what people meet at work, agreement from 1 to 5,
all worded so that more agreement is better. Which factors matter for transfer follows the general
literature on it; the statements are our own.
"""

from dataclasses import dataclass

from espalier.kit.consultation.types import QuestionDraft, QuestionKind

VERSION = "2026-1"
PREFIX = "climate:"  # before a factor's code in the part of a question
STEPS = 5
ENDS = ("非常不同意", "非常同意", "strongly disagree", "strongly agree")


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor with its statements (Chinese, English)."""

    code: str
    label: str
    label_en: str
    statements: tuple[tuple[str, str], ...]


FACTORS = (
    Factor(
        "supervisor",
        "主管支持",
        "Supervisor's support",
        (
            ("上課前，主管會和我談希望我學會什麼。", "Before a course my supervisor tells me what I should learn."),
            ("上完課，主管會安排我用得上的工作。", "Afterwards my supervisor gives me work to use it on."),
            ("我試新方法出錯時，主管先幫我找原因。", "When a new way fails, my supervisor helps to find out why."),
        ),
    ),
    Factor(
        "peers",
        "同事支持",
        "Colleagues' support",
        (
            ("同事樂意看我示範學到的做法。", "Colleagues gladly watch me show what I learned."),
            ("遇到不會的，我找得到願意教我的人。", "When I am stuck I find somebody willing to show me."),
        ),
    ),
    Factor(
        "opportunity",
        "運用機會",
        "Opportunity to use it",
        (
            ("我的工作中常有機會用到學過的內容。", "My work often lets me use what I learned."),
            ("需要的設備、量具或系統用得到。", "The machines, gauges or systems I need for it are available."),
        ),
    ),
    Factor(
        "workload",
        "時間餘裕",
        "Room to learn",
        (
            ("排班容許我準時參加訓練。", "My shifts let me come to training on time."),
            ("趕交期時，學習時間也不會被取消。", "Learning time is kept even when a delivery is urgent."),
        ),
    ),
    Factor(
        "openness",
        "開放學習的文化",
        "Open culture of learning",
        (
            ("提出不懂的問題不會被笑。", "Nobody is laughed at for asking."),
            ("我們會把失誤拿出來一起檢討改善。", "We look at our mistakes together and improve."),
            ("好的做法會很快傳到其他班組。", "Good ways of working quickly reach the other teams."),
        ),
    ),
    Factor(
        "recognition",
        "肯定與結果",
        "Recognition",
        (
            ("學會新技術會反映在考核或津貼上。", "New skills count in the appraisal or in pay."),
            ("主動教別人的人會得到肯定。", "Who teaches others is recognised for it."),
        ),
    ),
    Factor(
        "feedback",
        "回饋與教導",
        "Feedback and coaching",
        (
            ("我會定期聽到自己做得好與待改進的地方。", "I regularly hear what I do well and what to improve."),
            ("師傅教我時會說明為什麼這樣做。", "Those who train me explain why it is done so."),
        ),
    ),
)  # fmt: skip


def questions() -> tuple[QuestionDraft, ...]:
    """The questionnaire: every statement on its scale, and one open question."""
    low, high, low_en, high_en = ENDS
    asked = [
        QuestionDraft(
            QuestionKind.SCALE,
            text,
            text_en,
            steps=STEPS,
            low=low,
            high=high,
            low_en=low_en,
            high_en=high_en,
            part=f"{PREFIX}{factor.code}",
        )
        for factor in FACTORS
        for text, text_en in factor.statements
    ]
    help_wanted = QuestionDraft(
        QuestionKind.TEXT,
        "要把學到的用在工作上，您最需要公司改變什麼？",
        "To use at work what you learn, what should the company change first?",
        is_required=False,
    )
    return (*asked, help_wanted)
