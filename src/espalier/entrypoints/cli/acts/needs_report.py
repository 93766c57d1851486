"""T2.1 as the example company plays it, last part: the analysis report is reviewed and put in force."""

from collections.abc import Iterator

from espalier.entrypoints.cli.acts.company import Company, Done
from espalier.entrypoints.cli.acts.review import bring_into_force

OUTPUT, PROCEDURE = "O2.1.1", "DOC-STD"
NOTE = "首版：彙整利益關係人意見、文件分析與職能落差，確認 2027 年策略目標。"
# Why the report enters review although these links are missing; they are broken on purpose.
REASONS = {
    "unheard": "協力廠商的座談排在 2027 年第一季，本年度先以供應商稽核紀錄代替；夜班班長另約時間。",
    "need_without_source": "英文口說只由業務主管口頭提出，2027 年需求調查時補問卷。",
}


def play(company: Company) -> Iterator[Done]:
    """The report, unless an edition that still holds is in force."""
    yield bring_into_force(company, OUTPUT, note=NOTE, procedure=PROCEDURE, reasons=REASONS)
