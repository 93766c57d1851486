"""Classical methods as they run on a table of a file: ``espalier engine statistics METHOD DATA.csv``.

Tables of answers have a line per learner and a column per question; an empty cell is no answer.
"""

from espalier.engines.figures.methods import Method, Option
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.classical import runs
from espalier.engines.psychometrics.classical.responses import Unanswered

SCORES = Said(
    "每列一位學員、每欄一題的得分；空格表示未作答。",
    "A line per learner, a column per question with its score; an empty cell is no answer.",
)
TOTALS = Said("欄 total：每位學員的總分。", "Column total: the total score of each learner.")
WITHOUT = Option(
    "without",
    str,
    Said("不是題目的欄，以逗號分隔", "columns that are no questions, comma between"),
    "",
)
UNANSWERED = Option(
    "missing",
    str,
    Said(f"未作答如何處理：{runs.POLICIES}", f"what no answer counts: {runs.POLICIES}"),
    Unanswered.REFUSE.value,
)
LEVEL = Option("level", float, Said("信心水準", "confidence of the intervals"), 0.95)
SEED = Option("seed", int, Said("亂數種子", "seed of the random numbers"), 1)
CUT = Option("cut", float, Said("及格分數", "least total that passes"), is_needed=True)
RELIABILITY = Option(
    "reliability", float, Said("總分的信度", "reliability of the totals"), is_needed=True
)


def _resamples(default: int) -> Option:
    return Option("n_resamples", int, Said("重抽次數", "number of resamples"), default)


_ITEMS = (WITHOUT, UNANSWERED, LEVEL)
_DRAWN = (SEED, _resamples(1000))
_MAX = Option("max_score", float, Said("滿分", "full score"), 1.0)
_FULL = Option("full_score", float, Said("每題滿分", "full score of one question"), 1.0)
_TOPICS = Option(
    "topics",
    str,
    Said("每題的主題，以逗號分隔", "topic of each question, comma between"),
    is_needed=True,
)
_N_ITEMS = Option("n_items", int, Said("題數", "number of questions"), is_needed=True)

METHODS: tuple[Method, ...] = (
    Method(
        "item-analysis",
        Said("試題分析", "Item analysis"),
        SCORES,
        runs.run_items,
        (
            *_ITEMS,
            Option(
                "purpose",
                str,
                Said("ranking 排序或 mastery 精熟", "ranking or mastery"),
                is_needed=True,
            ),
            _MAX,
            Option("min_score", float, Said("最低分", "lowest score"), 0.0),
        ),
    ),
    Method(
        "distractors",
        Said("選項分析", "Distractor analysis"),
        Said(
            "每列一位學員、每欄一題所選的選項。",
            "A line per learner, a column per question with the option chosen.",
        ),
        runs.run_options,
        (
            WITHOUT,
            Option(
                "key",
                str,
                Said("各題答案，以逗號分隔", "right options, comma between"),
                is_needed=True,
            ),
            Option("no_answer", str, Said("表示未作答的代碼", "codes that mean no answer"), ""),
            LEVEL,
        ),
    ),
    Method("cronbach-alpha", Said("α 信度", "Cronbach's alpha"), SCORES, runs.run_alpha, _ITEMS),
    Method("kr20", Said("KR-20 信度", "KR-20"), SCORES, runs.run_kr20, _ITEMS),
    Method("kr21", Said("KR-21 信度", "KR-21"), TOTALS, runs.run_kr21, (_N_ITEMS, LEVEL)),
    Method(
        "bootstrap-alpha",
        Said("α 信度的重抽區間", "Bootstrap interval of alpha"),
        SCORES,
        runs.run_bootstrap,
        (*_ITEMS, SEED, _resamples(10_000)),
    ),
    Method(
        "omega-total", Said("ω 信度", "Omega total"), SCORES, runs.run_omega, (*_ITEMS, *_DRAWN)
    ),
    Method(
        "omega-hierarchical",
        Said("ω_h 階層信度", "Omega hierarchical"),
        SCORES,
        runs.run_hierarchical,
        (*_ITEMS, _TOPICS, SEED, _resamples(200)),
    ),
    Method(
        "alpha-by-topic",
        Said("分主題 α", "Alpha by topic"),
        SCORES,
        runs.run_topics,
        (*_ITEMS, _TOPICS),
    ),
    Method(
        "split-half",
        Said("折半信度", "Split-half reliability"),
        SCORES,
        runs.run_halves,
        (
            *_ITEMS,
            Option(
                "second",
                str,
                Said(
                    "第二半的欄名，以逗號分隔；不填為奇偶拆半",
                    "columns of the second half; else odd-even",
                ),
                "",
            ),
        ),
    ),
    Method(
        "speededness",
        Said("作答時間是否足夠", "Speededness"),
        SCORES,
        runs.run_speed,
        (WITHOUT, _FULL, LEVEL),
    ),
    Method(
        "instruction-sensitivity",
        Said("題目對教學的敏感度", "Sensitivity to instruction"),
        Said(
            "每列一位學員；各題有 pre_題名 與 post_題名 兩欄得分。",
            "A line per learner; columns pre_NAME and post_NAME with the score of each question.",
        ),
        runs.run_instruction,
        (
            _FULL,
            Option(
                "smallest",
                float,
                Said(
                    "值得的最小進步（滿分的比例）",
                    "smallest gain worth having, share of full score",
                ),
                0.05,
            ),
            LEVEL,
        ),
    ),
    Method(
        "score-band",
        Said("測量標準誤與分數帶", "Standard error and score band"),
        TOTALS,
        runs.run_band,
        (RELIABILITY, LEVEL),
    ),
    Method(
        "livingston-lewis",
        Said("通過決定的一致性", "Decision consistency (Livingston-Lewis)"),
        TOTALS,
        runs.run_livingston,
        (
            CUT,
            RELIABILITY,
            Option("min_score", float, Said("最低分", "lowest possible total"), 0.0),
            Option("max_score", float, Said("滿分", "highest possible total"), is_needed=True),
            Option("step", float, Said("分數間距", "distance of neighbouring scores"), 1.0),
            SEED,
            _resamples(500),
            LEVEL,
        ),
    ),
    Method(
        "subkoviak",
        Said("通過決定的一致性（答對題數）", "Decision consistency (Subkoviak)"),
        TOTALS,
        runs.run_subkoviak,
        (_N_ITEMS, CUT, RELIABILITY, SEED, _resamples(500), LEVEL),
    ),
    Method(
        "difference-reliability",
        Said("前後測差異的信度", "Reliability of change scores"),
        Said(
            "欄 pre、post：每位學員的前後測總分。",
            "Columns pre and post: total scores of each learner.",
        ),
        runs.run_difference,
        (
            Option(
                "reliability_pre", float, Said("前測信度", "reliability of pre"), is_needed=True
            ),
            Option(
                "reliability_post", float, Said("後測信度", "reliability of post"), is_needed=True
            ),
            LEVEL,
        ),
    ),
)
