"""A rich made-up document that uses every kind of block, in both languages."""

from datetime import date

from espalier.engines.documents import chart_specs, lanes
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade, Span, row_of
from espalier.engines.documents.meta import Approval, Change, Language, Meta, Role
from espalier.engines.documents.tree import (
    Block,
    Callout,
    Document,
    Figure,
    Heading,
    PageBreak,
    Provenance,
    Table,
    Tone,
    bullets,
    key_values,
    numbered,
    paragraph,
    table,
)

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="48" viewBox="0 0 120 48">'
    b'<rect width="120" height="48" rx="8" fill="#1F4E79"/><circle cx="24" cy="24" r="12" '
    b'fill="#fff"/><rect x="46" y="18" width="60" height="12" fill="#fff"/></svg>'
)
AWKWARD = r"""#let $x$ *粗* _底_ `碼` <標> @參 \反 [括] {大} ~ "引" 'q' -- ... // /* & %"""
RARE = "游錫堃、喆、犇、㊣、①、𠮷"

MODULES = ("銲接基礎", "圖面判讀", "品質量測", "製程改善", "帶人與教導")
POSITIONS = ("銲接技術員", "銲接領班", "品管工程師", "生產課長")


def meta(language: Language = Language.ZH_HANT) -> Meta:
    return Meta(
        title="職能學習地圖",
        subtitle="製造處各崗位之應具職能與學習路徑",
        company="青禾精密股份有限公司",
        number="TR-O121-001",
        edition="3.0",
        dated=date(2027, 3, 1),
        state="草擬",
        language=language,
        logo=LOGO,
        draft_mark="草案",
        approvals=(
            Approval(Role.PREPARED, "林雅雯", "訓練專員", date(2027, 2, 15)),
            Approval(Role.REVIEWED, "陳柏翰", "人力資源經理", date(2027, 2, 22)),
            Approval(Role.APPROVED, "張淑惠", "總經理"),
        ),
        changes=(
            Change("3.0", date(2027, 3, 1), "新增品管工程師之學習路徑；調整必要等級。", "林雅雯"),
            Change("2.0", date(2026, 3, 2), "依新版職能模型重編。", "林雅雯"),
        ),
    )


def merged_table(**options: object) -> Table:
    """Two header rows, a column span, a row span, shading, numbers and a missing value."""
    header = (
        (Cell("職類", rowspan=2), Cell("崗位", rowspan=2), Cell("必要等級", colspan=3)),
        row_of("知識", "技能", "達成率"),
    )
    rows = (
        (
            Cell("生產", rowspan=2),
            Cell("銲接技術員"),
            Cell(Number(3), shade=Shade.SCALE_3),
            Cell(Number(4), shade=Shade.SCALE_4),
            Cell(Number(0.625, decimals=1, share=True), shade=Shade.WARN),
        ),
        row_of("銲接領班", Number(4), Number(5), Number(0.9, decimals=1, share=True)),
        row_of("品保", "品管工程師", Number(4), Number(None), Number(None, share=True)),
        (Cell("合計", colspan=2, bold=True), *row_of(Number(1234567), Number(9), Number(12.5, 1))),
    )
    columns = (
        Column(1),
        Column(2),
        *(Column(1, Align.END) for _ in range(3)),
    )
    return Table(columns, header, rows, caption="各崗位必要等級", row_headers=2, **options)  # type: ignore[arg-type] # options are Table's own fields


def heat_figure(anchor: str = "") -> Figure:
    cells = [
        chart_specs.HeatCell(module, position, None if (i, j) == (4, 0) else (i + 2 * j) % 6)
        for i, module in enumerate(MODULES)
        for j, position in enumerate(POSITIONS)
    ]
    spec = chart_specs.heat_map(
        cells, x_title="學習模組", y_title="崗位", value_title="必要等級", domain=(0, 5)
    )
    data = table(
        ["崗位", "學習模組", "必要等級"],
        [[c.y, c.x, Number(c.value)] for c in cells],
        row_headers=2,
    )
    return Figure(
        spec,
        caption="崗位與學習模組之必要等級",
        alt="熱圖：生產課長在製程改善與帶人與教導的必要等級最高。",
        data=data,
        source_note=Provenance(source="人資系統", n=20, n_missing=1, period="2026/01–2026/12"),
        anchor=anchor,
    )


def lanes_figure() -> Figure:
    steps = [
        lanes.Step("基層", 1, "銲接基礎", "課堂"),
        lanes.Step("基層", 2, "圖面判讀", "線上", ("銲接基礎",)),
        lanes.Step("中階", 3, "品質量測 SPC 入門", "課堂", ("圖面判讀",)),
        lanes.Step("中階", 4, "製程改善", "工作中", ("品質量測 SPC 入門",)),
        lanes.Step("高階", 5, "帶人與教導", "教練", ("製程改善", "圖面判讀")),
    ]
    spec = lanes.path_lanes(
        steps,
        lanes=["高階", "中階", "基層"],
        lane_title="職級",
        order_title="學習順序",
        kind_title="方式",
    )
    return Figure(
        spec,
        caption="銲接技術員之學習路徑",
        alt="由基層的銲接基礎，經圖面判讀、品質量測、製程改善，到高階的帶人與教導。",
        same_as="path-table",
    )


def bars_figure() -> Figure:
    bars = [
        chart_specs.Bar(unit, series, value)
        for unit, values in {
            "製造處": (3.1, 2.6),
            "品保處": (3.6, 3.4),
            "研發處": (4.1, None),
        }.items()
        for series, value in zip(("必要", "現有"), values, strict=True)
    ]
    spec = chart_specs.grouped_bars(
        bars, group_title="單位", value_title="平均等級", series_title="等級"
    )
    data = table(["單位", "等級", "平均"], [[b.group, b.series, Number(b.value, 1)] for b in bars])
    return Figure(
        spec, caption="各單位之平均等級", alt="研發處最高，製造處落差最大。", data=data, width=0.8
    )


def blocks() -> tuple[Block, ...]:
    path = table(
        ["順序", "學習模組", "方式", "時數", "先備條件"],
        [
            [Number(i), m, "課堂", Number(6 * i, unit=" 小時"), "無"]
            for i, m in enumerate(MODULES, 1)
        ],
        caption="銲接技術員之學習路徑（表列）",
        anchor="path-table",
        sheet_name="路徑：銲接/技術員",
        columns=(
            Column(1, Align.CENTER),
            Column(3),
            Column(1.5),
            Column(1.5, Align.END),
            Column(2),
        ),
    )
    wide = table(
        ["崗位", *[f"職能 {n:02d}" for n in range(1, 15)]],
        [
            [f"{p}{k}", *[Number((n * k) % 6) for n in range(14)]]
            for k in range(12)
            for p in POSITIONS
        ],
        caption="崗位與職能對照",
        landscape=True,
        row_headers=1,
        columns=(Column(2.4), *(Column(1, Align.CENTER) for _ in range(14))),
        source_note=Provenance(note="0 表示不要求"),
    )
    return (
        Heading("目的與方法", anchor="method"),
        paragraph(
            "本文件說明製造處各崗位的",
            Span("應具職能", bold=True),
            "與其",
            Span("學習路徑", italic=True),
            "，計算方式見",
            Span("第 2 章", link="#levels"),
            "，程式名稱為 ",
            Span("espalier map", code=True),
            "，網址為 ",
            Span("https://example.com/a?b=1&c=2", link="https://example.com/a?b=1&c=2"),
            "。",
        ),
        paragraph("第一行。\n第二行，與第一行同段。"),
        bullets("依職能模型訂定必要等級", "依評量結果計算落差", "依先備條件排定順序"),
        Heading("依據", level=2),
        numbered("職能模型 QH-WELD-01 第 2 版", "公司訓練政策"),
        numbered("另一份清單由一重新起算"),
        Heading("特殊字元", level=2),
        paragraph(AWKWARD),
        paragraph(RARE),
        Callout(paragraph("缺漏的評量不以零計算。").spans, tone=Tone.WARN),
        Callout(paragraph("覆蓋率已達目標。").spans, title="本版重點", tone=Tone.GOOD),
        Heading("必要等級", anchor="levels"),
        key_values([("單位", "製造處"), ("崗位數", Number(4)), ("網址", "=1+1")]),
        merged_table(
            source_note=Provenance(
                "人資系統", 128, 6, "2026/01/01–2026/12/31", "達成人數／應達人數"
            )
        ),
        heat_figure("heat"),
        bars_figure(),
        PageBreak(),
        Heading("學習路徑"),
        lanes_figure(),
        path,
        wide,
        Heading("結語"),
        paragraph("本版自生效日期起適用。"),
    )


def rich(language: Language = Language.ZH_HANT) -> Document:
    return Document(meta(language), blocks())
