"""Effects of training as methods that run on a table of a file."""

from espalier.engines.effects.designs import table_runs as runs
from espalier.engines.figures.methods import Method, Option
from espalier.engines.figures.types import Said

_MISSING = Option(
    "missing",
    str,
    Said("缺漏時：exclude 排除並計數，refuse 停止", "where missing: exclude (and count) or refuse"),
    "exclude",
)
_SMALLEST = Option(
    "smallest",
    float,
    Said("值得在意的最小變化（原始單位）", "smallest change worth having, in its unit"),
    5.0,
)
_HIGHER = Option("higher_is_better", bool, Said("數字高是否較好", "whether higher is better"), True)
_LEVEL = Option("level", float, Said("區間的水準", "level of the interval"), 0.95)
_SEED = Option("seed", int, Said("亂數種子", "seed"), 1)
_RANDOMISED = Option(
    "randomised", bool, Said("是否隨機分派", "whether chance formed the groups"), False
)
_COMMON = (_MISSING, _SMALLEST, _HIGHER, _LEVEL)

_PRE_POST = Said("欄位 pre、post；每人一列", "columns pre and post; one row a person")
_GROUPS = Said(
    "欄位 post、trained（0／1）；每人一列", "columns post and trained (0/1); one row a person"
)
_GROUPS_PRE = Said(
    "欄位 pre、post、trained（0／1），可加 session；每人一列",
    "columns pre, post and trained (0/1), session if any; one row a person",
)


_ALPHA = Option("alpha", float, Said("顯著水準", "level of the test"), 0.05)
_DEGREES = Option(
    "degrees",
    str,
    Said(
        "自由度：kenward_roger、satterthwaite、cr2",
        "whose degrees of freedom: kenward_roger, satterthwaite, cr2",
    ),
    "kenward_roger",
)
_PLAN = Option(
    "plan",
    str,
    Said(
        "設計：pre_post、post_only、ancova、change", "design: pre_post, post_only, ancova, change"
    ),
    "post_only",
)
_EFFECT = Option("effect", float, Said("效果量 g", "effect g"), is_needed=True)
_POWER = Option("power", float, Said("想要的把握（0–1）", "wanted chance of seeing it (0-1)"), 0.8)
_STUDY = Said(
    "一列：n_trained，可加 n_untrained、r、session_size、size_variation、icc",
    "one row: n_trained, and n_untrained, r, session_size, size_variation, icc if any",
)

METHODS: tuple[Method, ...] = (
    Method(
        "training-effect",
        Said("訓練效果（依設計選方法）", "Effect of a training, the method chosen by its design"),
        Said(
            "欄位 post，可加 pre、trained（0／1）、session；每人一列",
            "column post, and pre, trained (0/1), session if any; one row a person",
        ),
        runs.run_training,
        (
            *_COMMON,
            _SEED,
            Option(
                "chosen_by",
                str,
                Said(
                    "對照組由誰決定：chance、manager、themselves",
                    "who chose: chance, manager, themselves",
                ),
                "manager",
            ),
        ),
    ),
    Method(
        "paired-t",
        Said("單組前後測：配對 t", "One group before and after: paired t"),
        _PRE_POST,
        runs.run_paired,
        (*_COMMON, _SEED),
    ),
    Method(
        "signed-rank",
        Said(
            "少數學員的前後測：符號等級與中位進步",
            "Few learners before and after: signed rank and median gain",
        ),
        _PRE_POST,
        runs.run_ranked,
        _COMMON,
    ),
    Method(
        "welch",
        Said("兩組後測：Welch t", "Two groups after: Welch's t"),
        _GROUPS,
        runs.run_welch,
        (*_COMMON, _RANDOMISED),
    ),
    Method(
        "mann-whitney",
        Said("兩組等級比較", "Two groups by ranks"),
        _GROUPS,
        runs.run_mann_whitney,
        (*_COMMON, _RANDOMISED),
    ),
    Method(
        "ancova",
        Said("調整起點後的差異（共變數分析）", "Difference adjusted for the start (ANCOVA)"),
        Said(
            "欄位 pre、post、arm，可加 session；每人一列",
            "columns pre, post, arm, session if any; one row a person",
        ),
        runs.run_ancova,
        (
            *_COMMON,
            _RANDOMISED,
            Option(
                "comparison",
                str,
                Said("arm 欄中的對照組", "the comparison group in column arm"),
                is_needed=True,
            ),
        ),
    ),
    Method(
        "difference-in-differences",
        Said("雙重差分", "Difference in differences"),
        _GROUPS_PRE,
        runs.run_did,
        _COMMON,
    ),
    Method(
        "mixed-model",
        Said("學員分屬梯次：隨機截距模型", "Learners inside sessions: random-intercept model"),
        Said(
            "欄位 post、trained（0／1）、session，可加 pre；每人一列",
            "columns post, trained (0/1), session, pre if any; one row a person",
        ),
        runs.run_mixed,
        (*_COMMON, _RANDOMISED, _DEGREES),
    ),
    Method(
        "session-gain",
        Said("單組多梯次的進步", "Gain of one group in many sessions"),
        Said("欄位 pre、post、session；每人一列", "columns pre, post, session; one row a person"),
        runs.run_gain_by_session,
        (*_COMMON, _DEGREES),
    ),
    Method(
        "session-permutation",
        Said("梯次少時：以梯次為單位的排列檢定", "Few sessions: permutation of whole sessions"),
        Said(
            "欄位 post、trained（0／1）、session，可加 pre；每人一列",
            "columns post, trained (0/1), session, pre if any; one row a person",
        ),
        runs.run_permutation,
        (*_COMMON, _RANDOMISED, _SEED),
    ),
    Method(
        "segmented-regression",
        Said("時間數列中的訓練：分段迴歸", "A training inside a series: segmented regression"),
        Said("欄位 figure，依時間排列", "column figure, in the order of time"),
        runs.run_series,
        (
            *_COMMON,
            Option(
                "start",
                int,
                Said("訓練後第一點的序號（從 0 起）", "index of the first point after, from 0"),
                is_needed=True,
            ),
            Option("errors", str, Said("newey_west 或 ar1", "newey_west or ar1"), "newey_west"),
        ),
    ),
    Method(
        "mcnemar",
        Said("同一批人前後是否做到：McNemar", "Yes or no before and after: McNemar"),
        Said(
            "欄位 before、after（0／1）；每人一列",
            "columns before and after (0/1); one row a person",
        ),
        runs.run_mcnemar,
        (
            _MISSING,
            Option(
                "smallest",
                float,
                Said("值得在意的最小變化（比率）", "smallest change of the share worth having"),
                0.05,
            ),
            _HIGHER,
            _LEVEL,
        ),
    ),
    Method(
        "equivalence",
        Said("相當或沒有退步：雙單尾檢定", "As good as, or no loss: two one-sided tests"),
        Said(
            "欄位 pre、post；或 post、trained（0／1）",
            "columns pre and post; or post and trained (0/1)",
        ),
        runs.run_equivalence,
        (
            _MISSING,
            _SMALLEST,
            _HIGHER,
            _RANDOMISED,
            _ALPHA,
            Option(
                "question", str, Said("equivalent 或 no_loss", "equivalent or no_loss"), "no_loss"
            ),
        ),
    ),
    Method(
        "reliable-change",
        Said("誰的改變超過測量誤差", "Who changed beyond measurement error"),
        _PRE_POST,
        runs.run_reliable,
        (
            _MISSING,
            _HIGHER,
            _LEVEL,
            Option(
                "reliability",
                float,
                Said("分數的信度", "reliability of the scores"),
                is_needed=True,
            ),
            Option(
                "sd",
                float,
                Said(
                    "前測標準差（較大群體）", "standard deviation of the pre-test in a larger group"
                ),
            ),
        ),
    ),
    Method(
        "growth",
        Said("多次測量的成長", "Growth over several measurements"),
        Said(
            "欄位 outcome、time、person，可加 trained（0／1）；每次測量一列",
            "columns outcome, time, person, trained (0/1) if any; one row a measurement",
        ),
        runs.run_growth,
        (*_COMMON, _RANDOMISED),
    ),
    Method(
        "missing-sensitivity",
        Said("缺漏對結果的影響", "What the missing do to the result"),
        _GROUPS_PRE,
        runs.run_sensitivity,
        (
            _SMALLEST,
            _HIGHER,
            _LEVEL,
            _SEED,
            _RANDOMISED,
            Option("n_sets", int, Said("插補組數", "imputed data sets"), 20),
        ),
    ),
    Method(
        "leavers",
        Said("離開者與留下者的前測", "The pre-test of those who left and those who stayed"),
        _PRE_POST,
        runs.run_leavers,
    ),
    Method(
        "bayesian-effect",
        Said("兩種先驗下的效果", "The effect under two priors"),
        Said("一列：g、variance、n", "one row: g, variance, n"),
        runs.run_bayesian,
        (
            Option(
                "comparison",
                bool,
                Said("是否有對照組", "whether there was a comparison group"),
                False,
            ),
            _RANDOMISED,
            Option("smallest", float, Said("值得在意的最小 g", "smallest g worth having"), 0.2),
            _LEVEL,
        ),
    ),
    Method(
        "hedges-g-matched",
        Said("由摘要數字算前後測效果量", "Effect of a group before and after from its summaries"),
        Said(
            "一列：mean_pre、mean_post、sd_diff、n、r",
            "one row: mean_pre, mean_post, sd_diff, n, r",
        ),
        runs.run_matched,
        (Option("correction", str, Said("exact 或 approximate", "exact or approximate"), "exact"),),
    ),
    Method(
        "power",
        Said("看得出某個效果的機會", "The chance of seeing an effect"),
        _STUDY,
        runs.run_power,
        (_PLAN, _ALPHA, _EFFECT),
    ),
    Method(
        "smallest-detectable",
        Said("看得出的最小效果", "The smallest effect that can be seen"),
        _STUDY,
        runs.run_detectable,
        (_PLAN, _ALPHA, _POWER),
    ),
    Method(
        "learners-needed",
        Said("需要多少人", "How many learners are needed"),
        _STUDY,
        runs.run_needed,
        (_PLAN, _ALPHA, _EFFECT, _POWER),
    ),
    Method(
        "adjust-outcomes",
        Said("多項結果的校正", "Several outcomes adjusted"),
        Said("欄位 outcome、p；每項結果一列", "columns outcome and p; one row an outcome"),
        runs.run_adjust,
        (
            Option(
                "adjustment",
                str,
                Said("holm、bh、bonferroni、hommel、by", "holm, bh, bonferroni, hommel, by"),
                "holm",
            ),
            Option(
                "primary", str, Said("事先指定的主要結果", "the one outcome named before the data")
            ),
            _ALPHA,
        ),
    ),
    Method(
        "one-way-anova",
        Said("多組平均的比較", "Means of several groups"),
        Said("欄位 group、y", "columns group and y"),
        runs.run_anova,
    ),
    Method(
        "linear-regression",
        Said("線性迴歸", "Linear regression"),
        Said("結果一欄，其餘都是變項", "one column of the outcome, all others explain it"),
        runs.run_regression,
        (
            Option(
                "outcome", str, Said("結果的欄名", "name of the outcome's column"), is_needed=True
            ),
        ),
    ),
)
