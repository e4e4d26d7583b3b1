"""Where contents lie: whole or not at all, once, and never erased while somebody needs them."""

import threading

import pytest

from forum.config import SettingError
from forum.core.db import db, transaction
from forum.files import commands
from forum.files.models import File
from forum.files.storage import storage, storage_for
from forum.files.storage.disk import Disk
from forum.operate.check import storage as check_storage
from tests.conftest import settings_for
from tests.files import made

KEY = "ab" * 32


def test_a_content_is_put_read_and_removed(tmp_path):
    disk = Disk(tmp_path)
    disk.put(KEY, b"bonjour")
    disk.put(KEY, b"bonjour")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [KEY]
    assert disk.open(KEY).read() == b"bonjour"
    disk.remove(KEY)
    disk.remove(KEY)
    assert not disk.has(KEY)
    with pytest.raises(FileNotFoundError):
        disk.open(KEY)


@pytest.mark.parametrize("key", ["../../etc/passwd", "ab", KEY + "/../x", KEY.upper(), KEY + ".webp", ""])
def test_only_digests_are_keys(tmp_path, key):
    with pytest.raises(ValueError, match="key"):
        Disk(tmp_path).put(key, b"x")


def test_an_interrupted_writing_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        Disk(tmp_path).put(KEY, b"bonjour")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_place_is_a_setting(tmp_path):
    settings = settings_for(tmp_path, FORUM_STORAGE_URL=f"file://{tmp_path}/pi%C3%A8ces")
    assert storage_for(settings.storage_url, tmp_path).root == tmp_path / "pièces"
    with pytest.raises(SettingError, match="FORUM_STORAGE_URL.*file://"):
        settings_for(tmp_path, FORUM_STORAGE_URL="s3://bucket")


def test_the_check_writes_where_files_lie(app, monkeypatch, tmp_path):
    assert "files lie in" in check_storage()
    (tmp_path / "taken").write_text("a file where the folder should be")
    monkeypatch.setitem(app.extensions, "storage", Disk(tmp_path / "taken"))
    with pytest.raises(OSError):
        check_storage()


def test_what_is_stored_while_the_same_is_erased_stays(app, world):
    """The last row of a content goes while others store it again: whoever has a row has its content."""
    awa = world.actor("awa")
    failures: list[BaseException] = []

    def store_and_drop() -> None:
        try:
            with app.app_context():
                for _turn in range(6):
                    file_id = commands.store(awa, "a.csv", made.CSV).id
                    with transaction():
                        row = db.session.get(File, file_id)
                        assert storage().has(row.sha256)
                        commands.take_away(awa, row)
                    commands.forget()
                db.session.remove()
        except BaseException as problem:
            failures.append(problem)

    threads = [threading.Thread(target=store_and_drop) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    kept = commands.store(awa, "a.csv", made.CSV)
    commands.forget()
    assert storage().has(kept.sha256)
