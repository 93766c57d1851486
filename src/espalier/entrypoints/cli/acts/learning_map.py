"""T1.2 as the example company plays it: the learning map is reviewed and put in force."""

from collections.abc import Iterator

from espalier.entrypoints.cli.acts.company import Company, Done
from espalier.entrypoints.cli.acts.review import bring_into_force

OUTPUT, PROCEDURE = "O1.2.1", "DOC-STD"
NOTE = (
    "首版：依培訓管理師、精密加工技術員與品質工程師三項基準建立職能學習地圖，並納入法定與規範要求。"
)


def play(company: Company) -> Iterator[Done]:
    """The map, unless an edition that still holds is in force."""
    yield bring_into_force(company, OUTPUT, note=NOTE, procedure=PROCEDURE, reasons={})
