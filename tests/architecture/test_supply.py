"""What we depend on, and what must never be committed: licences, registry hosts, paths of a machine."""

import importlib.metadata
import json
import re
import subprocess

from tests.architecture.source import ROOT

HOSTS = re.compile(r"https?://[a-z0-9.-]*(pypi|pythonhosted|npmjs|debian|nodejs)[a-z0-9.-]*/")
MACHINE = re.compile(r"(^|[^a-zA-Z0-9_.])/(work|farm|root)/")
LOCK = re.compile(r"^([a-zA-Z0-9_.-]+)==", re.MULTILINE)


def tracked(*patterns: str) -> list[str]:
    answer = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return answer.stdout.splitlines()


def licence_of(distribution: importlib.metadata.Distribution) -> str:
    meta = distribution.metadata
    classifiers = [c for c in meta.get_all("Classifier", []) if c.startswith("License")]
    return " ".join(
        [meta.get("License-Expression") or "", (meta.get("License") or "")[:200], *classifiers]
    )


def test_no_python_dependency_is_agpl_and_each_says_its_licence():
    listed, silent = {}, []
    for name in locked("runtime") | locked("test"):
        try:
            listed[name] = licence_of(importlib.metadata.distribution(name))
        except importlib.metadata.PackageNotFoundError:
            continue  # locked for another platform only
    agpl = [name for name, text in listed.items() if re.search(r"AGPL|Affero", text)]
    silent = [name for name, text in listed.items() if not text.strip()]
    assert agpl == []
    assert len(listed) > 60
    assert set(silent) <= LICENCE_READ_BY_HAND, "look up the licence and name it here"


# Packages whose metadata names no licence; each was read in its licence file: all permissive.
LICENCE_READ_BY_HAND: set[str] = set()


def locked(name: str) -> set[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return set(LOCK.findall(text))


def test_no_front_end_dependency_is_agpl():
    packages = ROOT / "frontend" / "node_modules"
    licences = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8")).get("license", "")
        for path in [*packages.glob("*/package.json"), *packages.glob("@*/*/package.json")]
    }
    assert len(licences) > 10, "the front end is not installed: make ready"
    assert not [name for name, text in licences.items() if "AGPL" in str(text)]


def test_every_lock_has_hashes():
    for name in ("bootstrap", "runtime", "test", "node"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pins = len(LOCK.findall(text))
        assert pins >= 1
        assert text.count("--hash=sha256:") >= pins


def test_nothing_committed_names_a_registry_or_a_machine():
    found = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".png", ".xls", ".xlsx", ".pdf", ".docx", ".odt"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{name}: {m.group()}" for m in HOSTS.finditer(text) if path.suffix != ".md"]
        found += [f"{name}: {m.group()}" for m in MACHINE.finditer(text) if name != __file__]
    own = {"tests/architecture/test_supply.py"}
    assert [f for f in found if f.split(":")[0] not in own] == []


def test_the_licence_is_named_once_and_the_same():
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "SPDX-License-Identifier: Apache-2.0" in (ROOT / "README.md").read_text(encoding="utf-8")
