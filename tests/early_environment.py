"""Loaded before Django: the suite never touches an installation's home, secret or database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="espalier-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
(Path(HOME) / "static").mkdir()  # whitenoise warns of a missing folder
os.environ["ESPALIER_MODE"] = "test"
os.environ["ESPALIER_HOME"] = HOME
os.environ["ESPALIER_DATABASE_URL"] = os.environ.get("ESPALIER_TEST_DATABASE_URL", "")
os.environ.pop("ESPALIER_SECRET_KEY", None)
