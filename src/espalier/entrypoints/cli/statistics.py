"""``espalier engine statistics``: any method of the statistics rooms on a table of a file, without an installation.

Exit codes: 0 a result, 1 the method does not apply to these data (the refusal says why and what instead), 2 the file,
the options or the numbers cannot be used.
"""

from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from espalier.engines.figures.methods import Method
from espalier.entrypoints.cli.door import Exit, print_json

SCHEMA = "espalier-statistics/1"
ROOMS = (
    "psychometrics.classical",
    "psychometrics.irt",
    "psychometrics.dif",
    "psychometrics.raters",
    "psychometrics.generalizability",
    "psychometrics.standards",
    "psychometrics.equating",
    "psychometrics.charts",
    "psychometrics.screens",
    "psychometrics.assembly",
    "effects.designs",
    "effects",
    "benefit",
)


def statistics(
    method: str = typer.Argument("", help="code of a method; without it the methods are listed"),
    data: Path | None = typer.Argument(None, help="a CSV file with a head"),
    option: list[str] = typer.Option([], "--option", "-o", help="NAME=VALUE, more than once"),
    english: bool = typer.Option(False, "--english", help="the sentence in English"),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Run a statistical method on a table and print its result with its sentence."""
    known = methods()
    if not method:
        _list_methods(known, json)
        return
    if method not in known:
        typer.echo(f"{method}: no such method; without an argument they are listed", err=True)
        raise typer.Exit(Exit.UNREADABLE)
    chosen = known[method]
    if data is None:
        _describe(chosen)
        raise typer.Exit(Exit.UNREADABLE)
    result = _run(chosen, data, option)
    _print(chosen, result, english, json)
    if _is_refusal(result):
        raise typer.Exit(Exit.REFUSED)


def methods() -> dict[str, Method]:
    """Every method by its code. Raises ``ValueError`` where two rooms give one code."""
    found = [each for room in ROOMS for each in _methods_of(room)]
    twice = [code for code, n in Counter(each.code for each in found).items() if n > 1]
    if twice:
        raise ValueError(f"methods of one code: {', '.join(twice)}")
    return {each.code: each for each in found}


def _methods_of(room: str) -> tuple[Method, ...]:
    found: tuple[Method, ...] = import_module(f"espalier.engines.{room}.methods").METHODS
    return found


def _list_methods(known: dict[str, Method], json: bool) -> None:
    if json:
        told = [
            {"code": each.code, "title": {"zh": each.title.zh, "en": each.title.en}}
            for each in known.values()
        ]
        print_json({"schema": SCHEMA, "methods": told})
        return
    for each in known.values():
        typer.echo(f"{each.code}\t{each.title.zh}\t{each.title.en}")


def _describe(method: Method) -> None:
    typer.echo(f"{method.code}: a table is needed. {method.data.zh} / {method.data.en}", err=True)
    for each in method.options:
        default = "needed" if each.is_needed else f"default {each.default}"
        typer.echo(f"  -o {each.name}=… ({default}) {each.said.zh} / {each.said.en}", err=True)


def _run(method: Method, data: Path, options: list[str]) -> Any:
    from espalier.engines.figures.table import read_csv

    try:
        settings = method.settings(options)
        return method.run(read_csv(data.read_text(encoding="utf-8-sig")), settings)
    except (OSError, UnicodeDecodeError, ValueError) as wrong:
        typer.echo(f"{data.name}: {wrong}", err=True)
        raise typer.Exit(Exit.UNREADABLE) from wrong


def _is_refusal(result: Any) -> bool:
    from espalier.engines.figures.types import Refusal

    return isinstance(result, Refusal)


def _print(method: Method, result: Any, english: bool, json: bool) -> None:
    from espalier.engines.figures.writing import as_json

    sentence = result.sentence
    if json:
        print_json(
            {
                "schema": SCHEMA,
                "method": method.code,
                "kind": type(result).__name__,
                "result": as_json(result),
                "sentence": as_json(sentence),
            }
        )
        return
    typer.echo(sentence.en if english else sentence.zh)
