"""Sheets of objectives, activities, assessments, the transfer design and risks."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.programmes.imports.programmes import PROGRAMME, page_of
from espalier.cycle.strategy.programmes.models import (
    Activity,
    Assessment,
    Objective,
    ProgrammeRisk,
    TransferStep,
)
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import (
    TEXT_LENGTH,
    choice_column,
    code_column,
    codes_column,
    number_column,
    programme_column,
    twin,
)
from espalier.kit.registers.types import Ref, Register

LEVEL_WORDS = {
    "記憶": "remember",
    "理解": "understand",
    "應用": "apply",
    "分析": "analyse",
    "評鑑": "evaluate",
    "創造": "create",
}
KNOWLEDGE = {
    "事實知識": "factual",
    "概念知識": "conceptual",
    "程序知識": "procedural",
    "後設認知": "metacognitive",
}
MIXES = {"70經驗": "experience", "20社會": "social", "10正式": "formal"}
ASSESSMENTS = {"形成性評量": "formative", "總結性評量": "summative", "職場評量": "workplace"}
WHEN = {"訓前": "before", "訓中": "during", "訓後": "after"}
WHO = {"主管": "manager", "學員": "learner", "講師": "instructor"}
LESSON = Ref(_("lesson"), "lesson", label="title", owner="part__programme__code")
OBJECTIVES_NAMED = Ref(_("objective"), "objectives", label="behaviour", owner="programme__code")

OBJECTIVES = Register(
    kind="objectives",
    node="strategy.Objective",
    title=_("Instructional objectives"),
    one=_("Objective"),
    help=_("What learners will be able to do: audience, behaviour, condition, degree."),
    order=143,
    model=Objective,
    columns=(
        programme_column(),
        code_column("目標代碼", "Objective code"),
        Column("part", "方案與模組", "Programme and module", CellKind.CODE, max_length=90),
        *twin("audience", "對象（A）", "Audience (A)", 300, required=True),
        *twin("behaviour", "行為（B）", "Behaviour (B)", 500, required=True),
        *twin("condition", "條件（C）", "Condition (C)", 500),
        *twin("degree", "標準（D）", "Degree (D)", 500),
        choice_column("level", "認知層次", "Level", LEVEL_WORDS),
        choice_column("knowledge", "知識類型", "Kind of knowledge", KNOWLEDGE),
        codes_column("competencies", "職能代碼", "Competencies"),
        codes_column("items", "行為指標", "Indicators of standards"),
        number_column("order", "順序", "Order", high=999, required=False),
    ),
    belongs_to="programme",
    refs={
        "programme": PROGRAMME,
        "part": Ref(
            _("module of a programme"),
            "part",
            code=("programme__code", "module__code"),
            label="programme__title",
            owner="programme__code",
        ),
    },
    many={
        "competencies": Ref(_("competency"), "competencies", only={"is_active": True}),
        "items": Ref(
            _("item of a standard"),
            "items",
            code=("standard__raw_code", "code"),
            only={"kind": "P", "variant": 0, "standard__adoptions__ends_on": None,
                  "standard__adoptions__isnull": False},
        ),
    },
    label=lambda row: f"{row.code} {row.behaviour}",
    page=page_of,
)  # fmt: skip

ACTIVITIES = Register(
    kind="activities",
    node="strategy.Activity",
    title=_("Learning activities"),
    one=_("Activity"),
    help=_("What learners do in each lesson, and for which objectives."),
    order=144,
    model=Activity,
    columns=(
        Column("lesson", "單元代碼", "Lesson code", CellKind.CODE, required=True, max_length=40),
        code_column("活動代碼", "Activity code"),
        *twin("title", "活動", "Activity", 300, required=True),
        *twin("method", "方法", "Method", 120, required=True),
        number_column("minutes", "分鐘", "Minutes", low=1),
        choice_column("mix", "學習型態", "70-20-10", MIXES),
        codes_column("objectives", "目標代碼", "Objectives"),
        number_column("order", "順序", "Order", high=999, required=False),
    ),
    refs={"lesson": Ref(_("lesson"), "lesson", label="title")},
    many={"objectives": Ref(_("objective"), "objectives", label="behaviour")},
    joined=("lesson__part",),
    label=lambda row: f"{row.code} {row.title}",
    page=lambda row: reverse("strategy:programme", args=[row.lesson.part.programme_id]),
)

ASSESSED = Register(
    kind="assessments",
    node="strategy.Assessment",
    title=_("Assessments of programmes"),
    one=_("Assessment"),
    help=_("How it is found out whether objectives were reached."),
    order=145,
    model=Assessment,
    columns=(
        programme_column(),
        Column("lesson", "單元代碼", "Lesson code", CellKind.CODE, max_length=40),
        code_column("評量代碼", "Assessment code"),
        *twin("title", "評量", "Assessment", 300, required=True),
        choice_column("kind", "評量性質", "Kind", ASSESSMENTS),
        *twin("focus", "評量重點", "Focus", 500),
        codes_column("objectives", "目標代碼", "Objectives"),
        number_column("order", "順序", "Order", high=999, required=False),
    ),
    belongs_to="programme",
    refs={"programme": PROGRAMME, "lesson": LESSON},
    many={"objectives": OBJECTIVES_NAMED},
    label=lambda row: f"{row.code} {row.title}",
    page=page_of,
)

TRANSFER = Register(
    kind="transfer_designs",
    node="strategy.TransferStep",
    title=_("Transfer design"),
    one=_("Step of the transfer design"),
    help=_("What manager, learner and instructor do before, during and after."),
    order=146,
    model=TransferStep,
    key=("programme", "when", "who"),
    columns=(
        programme_column(),
        choice_column("when", "時點", "When", WHEN),
        choice_column("who", "誰", "Who", WHO),
        *twin("action", "作法", "What is done", TEXT_LENGTH, required=True),
        *twin("evidence", "佐證", "Evidence", 300),
    ),
    belongs_to="programme",
    refs={"programme": PROGRAMME},
    joined=("programme",),
    label=lambda row: f"{row.programme.code} {row.get_when_display()} {row.get_who_display()}",
    page=page_of,
)

RISKS = Register(
    kind="programme_risks",
    node="strategy.ProgrammeRisk",
    title=_("Risks of programmes"),
    one=_("Risk"),
    help=_("What may go wrong, and what is done about it."),
    order=146,
    model=ProgrammeRisk,
    columns=(
        programme_column(),
        code_column("風險代碼", "Risk code"),
        *twin("text", "風險", "Risk", TEXT_LENGTH, required=True),
        number_column("likelihood", "可能性", "Likelihood", low=1, high=5),
        number_column("impact", "影響", "Impact", low=1, high=5),
        *twin("response", "因應", "Response", TEXT_LENGTH),
        Column("owner", "負責職務", "Owner", max_length=120),
    ),
    belongs_to="programme",
    refs={"programme": PROGRAMME},
    label=lambda row: f"{row.code} {row.text}",
    page=page_of,
)

REGISTERS = (OBJECTIVES, ACTIVITIES, ASSESSED, RISKS, TRANSFER)
