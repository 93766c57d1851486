"""Small functions, clear rooms: sizes, names, no signals, views without models, services with who and when."""

import ast

import pytest

from tests.architecture.source import PACKAGE, functions, modules, short, tree_of

FILE_STOP, FUNCTION_STOP = 600, 50
NO_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py", "base.py"}
MODULES = modules()
SERVICES = [p for p in MODULES if p.name == "services.py" or p.parent.name == "services"]


def test_no_file_passes_the_stop():
    sizes = {short(p): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {p: n for p, n in sizes.items() if n > FILE_STOP} == {}


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; the docstring does not count."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_passes_the_stop():
    long = [
        f"{short(p)}:{f.lineno} {f.name} ({length(f)})"
        for p in MODULES
        for f in functions(p)
        if length(f) > FUNCTION_STOP
    ]
    assert long == []


def test_no_room_is_called_nothing():
    assert [short(p) for p in MODULES if p.name in NO_NAMES] == []


def test_nothing_happens_by_signal():
    named = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "receiver"}
    found = [
        f"{short(p)}:{node.lineno}"
        for p in MODULES
        for node in ast.walk(tree_of(p))
        if isinstance(node, ast.ImportFrom) and named & {alias.name for alias in node.names}
    ]
    assert found == []


def test_only_config_reads_environment_variables():
    found = [
        short(p)
        for p in MODULES
        if p.parent.name != "config"
        and any(
            isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv"}
            and not _sets_default(tree_of(p), node)
            for node in ast.walk(tree_of(p))
        )
    ]
    assert found == []


def _sets_default(tree: ast.Module, environ: ast.Attribute) -> bool:
    """``os.environ.setdefault("DJANGO_SETTINGS_MODULE", …)`` names the settings, it reads nothing."""
    return any(
        isinstance(n, ast.Attribute)
        and n.attr == "setdefault"
        and isinstance(n.value, ast.Attribute)
        and (n.value.lineno, n.value.col_offset) == (environ.lineno, environ.col_offset)
        for n in ast.walk(tree)
    )


@pytest.mark.parametrize("path", SERVICES, ids=short)
def test_every_service_says_who_and_when(path):
    for node in tree_of(path).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if _only_reads(node):
            continue
        names = {a.arg for a in node.args.kwonlyargs}
        assert not node.args.args, f"{short(path)}:{node.name} takes positional arguments"
        assert {"by", "at"} <= names, f"{short(path)}:{node.name} lacks by or at"


def _only_reads(node: ast.FunctionDef) -> bool:
    """A service file may hold one kind of reader: it unpacks the actor a job was started by."""
    return node.name == "actor_of"


def test_views_name_no_model():
    views = [p for p in MODULES if p.name in {"views.py", "api.py", "jobs.py"}]
    found = [
        f"{short(p)}:{node.lineno}"
        for p in views
        if "cycle" in p.parts
        for node in ast.walk(tree_of(p))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("models")
    ]
    assert found == []


def test_every_public_module_says_what_it_is():
    silent = [
        short(p)
        for p in MODULES
        if ast.get_docstring(tree_of(p)) is None
        and p.read_text(encoding="utf-8").strip()
        and p.name != "apps.py"
    ]
    assert silent == []


def test_there_is_a_room_for_every_listed_stage():
    for stage in ("standards", "people", "policy", "learning_map", "needs", "strategy", "plan"):
        assert (PACKAGE / "cycle" / stage).is_dir()
