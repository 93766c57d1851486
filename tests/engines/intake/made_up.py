"""A made-up standard in our own words, as TSV, and small ways to change it."""

import re

from espalier.engines.intake import facts, parse_standard, read_document

HEADER = "主要職責\t工作任務\t工作產出\t行為指標\t職能級別\t職能內涵 (K=knowledge 知識)\t職能內涵 (S=skills 技能)"
VERSIONS = (
    "版本\t職能基準代碼\t職能基準名稱\t狀態\t更新說明\t發展更新日期",
    "V2\tTRM5113-901v2\t茶園導覽員\t最新版本\t略\t2025/03/01",
    "V1\tTRM5113-901v1\t茶園導覽員\t歷史版本\t已被《TRM5113-901v2》取代\t2021/03/01",
)
IDENTITY = (
    "職能基準代碼\t\tTRM5113-901v2",
    "職能基準名稱 (擇一填寫)\t\t職類\t",
    "\t\t職業\t茶園導覽員 (此基準相關職業包含：茶席講師、農園解說員)",
    "所屬 類別\t職類別\t休閒與觀光旅遊／休閒遊憩管理\t\t職類別代碼\tTRM",
    "\t職業別\t導覽人員\t\t職業別代碼\t5113",
    "\t行業別\t休閒服務業／其他休閒服務業\t\t行業別代碼\tR9329",
    "工作描述\t\t帶領訪客認識茶園，安排品茶活動並回報訪客意見。",
    "基準級別\t\t3",
)
ROW_1 = (
    "T1 規劃導覽",
    "T1.1 設計路線",
    "O1.1.1 路線圖",
    "P1.1.1 依季節安排茶園路線。 P1.1.2 標出休息與避雨的位置。",
    "3",
    "K01 茶樹栽培 K02 路線安全",
    "S01 路線設計能力 S02 溝通能力",
)
ROW_2 = (
    "",
    "T1.2 準備教材",
    "O1.2.1 解說手冊",
    "P1.2.1 以淺白文字撰寫解說手冊。",
    "3",
    "K01 茶樹栽培 K03 製茶流程",
    "S03 文字撰寫能力",
)
ROW_3 = (
    "T2 帶領品茶",
    "T2.1 主持茶席",
    "O2.1.1 茶席紀錄",
    "P2.1.1 示範沖泡步驟並說明風味差異。",
    "4",
    "K03 製茶流程 K04 感官品評",
    "S02 溝通能力 S04 沖泡技能",
)
ATTITUDES = (
    "職能內涵 (A=attitude 態度)",
    "A01 親切：待人和善，願意回答訪客的問題。",
    "A02 細心：留意步道與天候的變化。",
)
NOTES = (
    "說明與補充事項",
    "● 建議擔任此職類 / 職業之學歷 / 經驗 / 或能力條件：",
    "- 高中職以上畢業，或有1年以上導覽經驗。",
    "● 其他補充說明：",
    "- 【註1】茶席：包含桌面布置、茶具與用水。",
)


def tsv(
    *rows,
    title="茶園導覽員職能基準",
    versions=VERSIONS,
    identity=IDENTITY,
    attitudes=ATTITUDES,
    notes=NOTES,
) -> str:
    """The standard as text; ``rows`` are content rows (tuples) or whole lines (str)."""
    lines = [
        row if isinstance(row, str) else "\t".join(row) for row in rows or (ROW_1, ROW_2, ROW_3)
    ]
    front = ([title] if title else []) + list(versions) + list(identity)
    return "\n".join([*front, HEADER, *lines, *attitudes, *notes])


def parsed(text: str):
    """Parse a text as if it were a file."""
    return parse_standard(read_document(text.encode()))


def blocks(standard) -> list[dict]:
    """All entries of all duties in the shape of the facts, one per block."""
    return [entry for duty in facts(standard)["duties"] for entry in duty["tasks"]]


def kinds(standard) -> list[str]:
    """The codes of the warnings."""
    return [warning.kind for warning in standard.warnings]


def warned(standard, kind: str) -> list[str]:
    """The quoted texts of the warnings of one kind."""
    return [warning.text for warning in standard.warnings if warning.kind == kind]


def codes(entries: list[dict]) -> list[str]:
    return [entry["code"] for entry in entries]


_CODE = re.compile(r"[TOPKSA0]\s?\d[\d.]*|【[^】]*】|[\"“”]")
_LABELS = re.compile("|".join(map(re.escape, sorted(
    {cell for line in (HEADER, VERSIONS[0]) for cell in line.split("\t")}
    | {cell for line in IDENTITY for cell in line.split("\t")[:2] + line.split("\t")[4:5]}
    | {ATTITUDES[0], NOTES[0], NOTES[1], NOTES[3], "職能基準", "職業", "職類", "此基準相關職業包含"} - {""},
    key=len, reverse=True,
))))  # fmt: skip


def words_of(cell: str) -> list[str]:
    """The stretches of a cell between the codes, marks and labels that a parse takes apart."""
    text = _CODE.sub(" ", _LABELS.sub(" ", cell))
    return [part for part in re.split(r"\s+|[：:、（）()]|\d+", text) if part]
