"""Backing up and restoring. Restoring is all or nothing and proves itself against the manifest.

These two acts stand outside the audit log on purpose: the log is part of what is carried over, and an entry about
the restore would make the restored chain differ from the archived one.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.backup.records import (
    digest_of,
    field_names,
    instance_from,
    kept_models,
    lines_of,
)
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.models import StoredFile
from espalier.kit.files.paths import path_of

FORMAT = "espalier-backup"
FORMAT_VERSION = 1
BATCH = 1000


@transaction.atomic
def back_up(*, target: Path, by: Actor, at: datetime) -> dict[str, Any]:
    """Write the archive beside its place and move it there when it is whole; returns the manifest.

    Raises: Refused when the target exists, or a stored file is missing or damaged.
    """
    if target.exists():
        raise Refused([Problem("exists", _("The file exists already."), str(target))])
    _snapshot()
    beside = target.with_name(target.name + ".part")
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "made_at": at.isoformat(),
        "made_by": by.label,
        "migrations": _migrations(),
        "tables": {},
        "files": {},
    }
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for model in kept_models():
                manifest["tables"][model._meta.label] = _write_table(archive, model)
            for sha256 in StoredFile.objects.order_by("sha256").values_list("sha256", flat=True):
                if sha256 not in manifest["files"]:
                    manifest["files"][sha256] = _write_file(archive, sha256)
            archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def restore(*, source: Path, by: Actor, at: datetime) -> dict[str, Any]:
    """Fill an empty installation from an archive; returns the manifest.

    The archive is checked before anything is written, and the database is read back and compared afterwards, inside
    the same transaction.

    Raises: Refused when the archive is damaged or of another version, or the target is not empty.
    """
    with _opened(source) as archive:
        manifest = _checked_manifest(archive)
        problems = _problems_before(manifest)
        if problems:
            raise Refused(problems)
        _restore_files(archive, manifest)
        with transaction.atomic():
            for model in kept_models():
                _restore_table(archive, model, manifest["tables"][model._meta.label])
            _reset_sequences()
            _prove(manifest)
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[Model]) -> dict[str, Any]:
    hashed, n = hashlib.sha256(), 0
    with archive.open(f"records/{model._meta.label}.jsonl", "w", force_zip64=True) as stream:
        for line in lines_of(model):
            data = line.encode() + b"\n"
            stream.write(data)
            hashed.update(data)
            n += 1
    return {"n": n, "sha256": hashed.hexdigest(), "fields": field_names(model)}


def _write_file(archive: zipfile.ZipFile, sha256: str) -> int:
    path = path_of(sha256)
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        message = _("A stored file is missing or damaged on disk.")
        raise Refused([Problem("file_damaged", message, str(path))])
    archive.writestr(f"files/{sha256}", data)
    return len(data)


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        message = _("This is not a readable backup archive.")
        raise Refused([Problem("unreadable", message, str(source))]) from error


def _checked_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, after every table and file in the archive was compared with it."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
        if (manifest["format"], manifest["format_version"]) != (FORMAT, FORMAT_VERSION):
            raise ValueError("another format version")
        damaged = [
            label
            for label, table in manifest["tables"].items()
            if digest_of(_archived_lines(archive, label)) != (table["n"], table["sha256"])
        ]
        damaged += [
            sha256
            for sha256 in manifest["files"]
            if hashlib.sha256(archive.read(f"files/{sha256}")).hexdigest() != sha256
        ]
    except (KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
        message = _("The archive is damaged or of another version.")
        raise Refused([Problem("damaged", message, str(error))]) from error
    if damaged:
        message = _("This part of the archive is damaged.")
        raise Refused([Problem("damaged", message, part) for part in damaged])
    return manifest


def _archived_lines(archive: zipfile.ZipFile, label: str) -> Iterator[str]:
    with archive.open(f"records/{label}.jsonl") as stream:
        for line in io.TextIOWrapper(stream, encoding="utf-8", newline="\n"):
            yield line.rstrip("\n")


def _problems_before(manifest: dict[str, Any]) -> list[Problem]:
    problems = []
    if manifest["migrations"] != _migrations():
        remedy = _("Install the version of Espalier the archive was made with, then update.")
        message = _("The archive was made by another version.")
        problems.append(Problem("other_version", message, remedy=remedy))
    wanted = {model._meta.label for model in kept_models()}
    for label in sorted(wanted ^ set(manifest["tables"])):
        problems.append(Problem("other_tables", _("The archive has other tables."), label))
    for model in kept_models():
        if model._base_manager.exists():
            remedy = _("Restore into a newly prepared, empty database.")
            message = _("The target already holds records.")
            problems.append(Problem("not_empty", message, model._meta.label, remedy))
    return problems


def _restore_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for sha256 in manifest["files"]:
        path = path_of(sha256)
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_bytes(archive.read(f"files/{sha256}"))
        beside.replace(path)


def _restore_table(archive: zipfile.ZipFile, model: type[Model], table: dict[str, Any]) -> None:
    batch: list[Model] = []
    for line in _archived_lines(archive, model._meta.label):
        batch.append(instance_from(model, table["fields"], line))
        if len(batch) == BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)


def _reset_sequences() -> None:
    """PostgreSQL counts on from the highest restored key; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(sql)


def _prove(manifest: dict[str, Any]) -> None:
    """Read everything back and compare with the manifest; a difference undoes the restore."""
    connection.check_constraints()
    different = [
        label
        for model in kept_models()
        if digest_of(lines_of(model))
        != (
            manifest["tables"][label := model._meta.label]["n"],
            manifest["tables"][label]["sha256"],
        )
    ]
    if different:
        message = _("What was read back differs from the archive; nothing was kept.")
        raise Refused([Problem("differs", message, label) for label in different])


def _snapshot() -> None:
    """All tables as of one moment: SQLite's transaction is that already."""
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _migrations() -> list[str]:
    recorded = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in recorded)
