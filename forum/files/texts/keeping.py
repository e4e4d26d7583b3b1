"""Attached documents whose words are not known yet: read one after the other, by the worker."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import structlog
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.events import emit
from forum.files.kinds import KINDS
from forum.files.models import File, FileText
from forum.files.storage import storage

log = structlog.get_logger()
READING = Path(__file__).with_name("reading.py")
READ = [name for name in KINDS if not name.startswith("image/")]
SECONDS = 40


def read_some(limit: int = 5) -> int:
    """Read a few. Answers how many: 0 when all are known."""
    known = select(FileText.file_id).where(FileText.file_id == File.id).exists()
    rows = (
        select(File)
        .where(File.item_id.is_not(None), File.state == "kept", File.media_type.in_(READ), ~known)
        .order_by(File.id.desc())
        .limit(limit)
    )
    found = db.session.scalars(rows).all()
    waiting = [(file.id, file.sha256, file.media_type, file.item_id, file.number) for file in found]
    for file_id, digest, media_type, item_id, number in waiting:
        db.session.rollback()  # nothing is held while the file is read
        pages = _words(digest, media_type)
        with transaction():
            if db.session.get(File, file_id) is None:  # erased meanwhile
                continue
            state = "failed" if pages is None else "done" if pages else "empty"
            db.session.merge(FileText(file_id=file_id, state=state, pages=pages or []))
            if pages:
                emit("file.read", actor_id=None, item_id=item_id, number=number)
    return len(waiting)


def _words(digest: str, media_type: str) -> list[list[str]] | None:
    """What the reader found; None when it failed: the file stays, only the search does not know it."""
    with tempfile.NamedTemporaryFile() as copy:
        try:
            with storage().open(digest) as content:
                while block := content.read(1 << 20):
                    copy.write(block)
            copy.flush()
            command = [sys.executable, "-I", str(READING), media_type, copy.name]
            run = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env={"LANG": "C.UTF-8"})
            found: list[list[str]] | None = json.loads(run.stdout) if run.returncode == 0 else None
        except (OSError, subprocess.TimeoutExpired, ValueError) as problem:
            log.error("file.unread", error=type(problem).__name__)
            return None
    return found
