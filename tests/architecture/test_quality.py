"""The tools agree: format, lint, types, templates, migrations."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.source import ROOT

BIN = Path(sys.executable).parent
COMMANDS = {
    "ruff format": ["ruff", "format", "--check", "--no-cache", "."],
    "ruff": ["ruff", "check", "--no-cache", "."],
    "mypy": ["mypy"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_tool_is_content(name):
    program, *arguments = COMMANDS[name]
    answer = subprocess.run(
        [str(BIN / program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, (answer.stdout + answer.stderr)[-4000:]


@pytest.mark.django_db
def test_migrations_say_what_the_tables_are():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
