"""A backup carries everything, proves itself, and never mixes with what is already there."""

import zipfile

import pytest
from django.db import connection, transaction

from espalier.kit.accounts import services as accounts
from espalier.kit.accounts.models import RoleGrant, User
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.audit.queries import verify_chain
from espalier.kit.backup import services
from espalier.kit.backup.records import kept_models
from espalier.kit.errors import Refused
from espalier.kit.files.models import StoredFile
from espalier.kit.files.paths import path_of
from espalier.kit.files.queries import file_bytes
from espalier.kit.files.services import store_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(tmp_path, system, monday):
    user = accounts.create_user(
        username="0007",
        email="u@example.com",
        display_name="王小明",
        password="pw",
        by=system,
        at=monday,
    )
    accounts.grant_role(user=user, role=Role.MANAGER, scope=None, by=system, at=monday)
    store_file(data="紀錄".encode(), name="a.txt", by=system, at=monday)
    target = tmp_path / "all.espalier"
    services.back_up(target=target, by=system, at=monday)
    return target


def empty_the_installation():
    # In one transaction, at whose end the foreign keys are looked at, so the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        for model in kept_models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def test_everything_comes_back_and_the_chain_still_holds(archive, system, monday):
    before = User.objects.get(username="0007").password
    empty_the_installation()
    path_of(archive_file_hash(archive)).unlink()
    services.restore(source=archive, by=system, at=monday)
    user = User.objects.get(username="0007")
    assert (user.display_name, user.password) == ("王小明", before)
    assert RoleGrant.objects.get().role == Role.MANAGER
    assert file_bytes(StoredFile.objects.get()).decode() == "紀錄"
    assert verify_chain().broken_at is None
    assert Entry.objects.count() == 2


def archive_file_hash(archive):
    with zipfile.ZipFile(archive) as opened:
        return next(n for n in opened.namelist() if n.startswith("files/")).removeprefix("files/")


def test_new_records_get_new_keys_after_a_restore(archive, system, monday):
    empty_the_installation()
    services.restore(source=archive, by=system, at=monday)
    other = accounts.create_user(
        username="8", email="v@example.com", display_name="B", password=None, by=system, at=monday
    )
    assert other.pk > User.objects.get(username="0007").pk


def test_a_target_with_records_is_refused_and_untouched(archive, system, monday):
    with pytest.raises(Refused) as refusal:
        services.restore(source=archive, by=system, at=monday)
    assert {p.code for p in refusal.value.problems} == {"not_empty"}
    assert "accounts.User" in {p.place for p in refusal.value.problems}


def test_a_damaged_archive_is_refused_before_anything_is_written(archive, tmp_path, system, monday):
    empty_the_installation()
    broken = tmp_path / "broken.espalier"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"0007", b"0008") if "User" in name else data)
    with pytest.raises(Refused) as refusal:
        services.restore(source=broken, by=system, at=monday)
    assert [p.place for p in refusal.value.problems] == ["accounts.User"]
    assert not User.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"something else"])
def test_what_is_no_archive_is_refused(content, tmp_path, system, monday):
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(Refused):
        services.restore(source=path, by=system, at=monday)


def test_an_existing_file_is_never_overwritten(archive, system, monday):
    with pytest.raises(Refused):
        services.back_up(target=archive, by=system, at=monday)


def test_a_missing_stored_file_stops_the_backup(archive, tmp_path, system, monday):
    path_of(StoredFile.objects.get().sha256).unlink()
    with pytest.raises(Refused) as refusal:
        services.back_up(target=tmp_path / "b", by=system, at=monday)
    assert refusal.value.problems[0].code == "file_damaged"
    assert not list(tmp_path.glob("*.part"))
