"""One run in a process of its own: ``python -m benchmarks.child JOB.json RESULT.json``."""

import gc
import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Call the function the job names and write its readings."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if job["needs_records"]:
        import django

        os.environ["DJANGO_SETTINGS_MODULE"] = "espalier.config.settings"
        django.setup()
        gc.collect()
        gc.freeze()  # as config/wsgi.py does
    module, _, name = job["function"].partition(":")
    readings = getattr(import_module(module), name)(**job["arguments"])
    answer = json.dumps([asdict(reading) for reading in readings], ensure_ascii=False)
    Path(sys.argv[2]).write_text(answer, encoding="utf-8")


if __name__ == "__main__":
    main()
