"""The program ``espalier``: one sub-command a room, plus what keeps an installation running."""

import typer

from espalier.entrypoints.cli import (
    audit,
    backup,
    demo,
    documents,
    engine,
    imports,
    installation,
    obligations,
    plan,
    standards,
    thread,
    timetable,
)

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Espalier 培育 — 訓練經理的紀錄系統"
)
app.add_typer(standards.app, name="standards", help="職能基準：解析、匯入、比較、匯出")
app.add_typer(imports.app, name="import", help="匯入組織資料")
app.add_typer(documents.app, name="documents", help="由紀錄產生正式文件")
app.add_typer(obligations.app, name="obligations", help="法規與組織訓練義務")
app.add_typer(engine.app, name="engine", help="引擎：直接對檔案求解，不需資料庫")
plan.app.command()(timetable.replan)
app.add_typer(plan.app, name="plan", help="年度計畫：規劃、說明、預算曲線、檢核")
app.add_typer(thread.app, name="thread", help="脈絡與斷鏈")
app.add_typer(audit.app, name="audit", help="稽核軌跡")
for command in (*installation.COMMANDS, *backup.COMMANDS, *demo.COMMANDS):
    app.command()(command)


def run() -> None:
    """Entry point of the installed program."""
    app()
