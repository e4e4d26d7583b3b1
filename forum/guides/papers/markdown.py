"""Sheets as Markdown with their files, in one archive: made to be read, kept elsewhere, and imported again."""

import json
import re
import zipfile
from io import BytesIO
from posixpath import dirname, relpath
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.ids import slug_of
from forum.core.permissions import Actor
from forum.documents.models import Document
from forum.files.models import File
from forum.files.queries import FileRow, files_of
from forum.files.storage import storage
from forum.guides.queries import GuideRow, Whole, sheets, texts_of
from forum.items.commands.texts import base_url, names_in
from forum.items.queries.heads import labels

_FILE = re.compile(r"\]\(file:([0-9]{1,9})\)")
_CALLED = re.compile(r"(?<![\w&#/@\[])#([0-9]{1,9})(?![\w-])")
_ADDRESS = re.compile(r"\]\((?:[a-z]+://[^/\s)]+)?/(?:documents|resources)/([0-9]{1,9})(?:-[\w%-]*)?((?:#[\w-]*)?)\)")
_FENCE = re.compile(r"(^ {0,3}(?:```|~~~).*?(?:^ {0,3}(?:```|~~~)[ \t]*$|\Z)|`[^`\n]+`)", re.DOTALL | re.MULTILINE)


def of_sheets(ids: list[int], actor: Actor) -> bytes:
    """These sheets, each a file of Markdown, in this order."""
    found = {sheet.id: sheet for sheet in sheets(ids, actor)}
    ordered = [found[each] for each in ids if each in found]
    names = {sheet.id: f"{place:03}-{sheet.slug}.md" for place, sheet in enumerate(ordered, 1)}
    if len(ordered) == 1:
        names = {ordered[0].id: f"{ordered[0].slug}.md"}
    return _archive(ordered, names, {})


def of_guide(guide: GuideRow, actor: Actor) -> bytes:
    """A guide: a folder with its sheets in order, and `guide.md` that says what it is; chapters are folders."""
    found = texts_of(guide.id, actor)
    names: dict[int, str] = {}
    more: dict[str, bytes] = {f"{guide.slug}/guide.md": _guide_file(guide)}
    chapter = ""
    for place, line in enumerate(found.lines, 1):
        chapter = "" if line.depth == 0 else chapter
        if line.item_id is None:
            chapter = f"{place:03}-{slug_of(line.title)}/"
            head = {"title": line.title}
            more[f"{guide.slug}/{chapter}guide.md"] = _front(head).encode()
        elif line.item_id in found.sheets:
            names[line.item_id] = f"{guide.slug}/{chapter if line.depth else ''}{place:03}-{line.slug}.md"
    return _archive([found.sheets[each] for each in names], names, more)


def _guide_file(guide: GuideRow) -> bytes:
    head = {"id": f"{base_url()}/guides/{guide.id}", "title": guide.title, "source": f"{base_url()}{guide.url}"}
    return (_front(head) + guide.summary + "\n").encode()


def _archive(ordered: list[Whole], names: dict[int, str], more: dict[str, bytes]) -> bytes:
    out = BytesIO()
    documents = _documents([sheet.id for sheet in ordered])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in more.items():
            archive.writestr(name, content)
        for sheet in ordered:
            name, files = names[sheet.id], files_of(sheet.id, 1)
            archive.writestr(name, markdown_of(sheet, documents.get(sheet.id), names, files))
            folder = name.rpartition("/")[0]
            for file in files:
                if content := _content(file):
                    place = f"{folder}/{_file_name(file)}" if folder else _file_name(file)
                    archive.writestr(place, content, compress_type=zipfile.ZIP_STORED)
    return out.getvalue()


def markdown_of(sheet: Whole, document: Document | None, names: dict[int, str], files: list[FileRow]) -> str:
    """Front matter and text; pictures and other sheets by their relative places."""
    found = labels(sheet.id)
    head: dict[str, Any] = {
        "id": f"{base_url()}/items/{sheet.id}" if document is None or not document.external_id else document.external_id,
        "title": sheet.title, "summary": sheet.summary, "author": sheet.author,
        "created_at": sheet.created_at.isoformat(), "source": f"{base_url()}{sheet.url}",
        "themes": [theme.code for theme in found.themes], "tags": [label for _slug, label in found.tags],
        "territories": [node.code for node in found.territories], "files": [_file_name(file) for file in files],
    }  # fmt: skip
    if document is not None:
        head |= {
            "licence": document.licence, "standing": document.standing, "template": document.template,
            "sources": list(document.sources), "actor_types": list(document.actor_types),
            "reviewed_on": document.reviewed_on and document.reviewed_on.isoformat(),
            "review_by": document.review_by and document.review_by.isoformat(),
        }  # fmt: skip
    return _front(head) + _text(sheet.source, names[sheet.id], names, {file.id: file for file in files}) + "\n"


def _front(head: dict[str, Any]) -> str:
    """YAML: what JSON writes of texts and lists is YAML too."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in head.items() if value]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _text(source: str, own: str, names: dict[int, str], files: dict[int, FileRow]) -> str:
    titles = names_in(source).items

    def place(item_id: int) -> str:
        if item_id in names:
            return relpath(names[item_id], dirname(own) or ".")
        return f"{base_url()}{titles[item_id][0]}" if item_id in titles else f"{base_url()}/items/{item_id}"

    def change(text: str) -> str:
        text = _FILE.sub(
            lambda found: f"]({_file_name(files[int(found[1])])})" if int(found[1]) in files else found[0], text
        )
        text = _ADDRESS.sub(lambda found: f"]({place(int(found[1]))}{found[2]})", text)
        return _CALLED.sub(
            lambda found: (
                f"[{_plain(titles[int(found[1])][1])}]({place(int(found[1]))})" if int(found[1]) in titles else found[0]
            ),
            text,
        )

    pieces = _FENCE.split(source)  # code stays as it is
    return "".join(piece if at % 2 else change(piece) for at, piece in enumerate(pieces))


def _plain(title: str) -> str:
    """A title as the words of a link."""
    return re.sub(r"([\\[\]*_`<>])", r"\\\1", title)


def _file_name(file: FileRow) -> str:
    stem, _dot, ending = file.name.rpartition(".")
    return f"files/{file.id}-{re.sub(r'[^A-Za-z0-9._-]+', '-', stem).strip('-.')[:60] or 'file'}.{ending}"


def _content(file: FileRow) -> bytes:
    digest = db.session.scalar(select(File.sha256).where(File.id == file.id))
    try:
        with storage().open(str(digest)) as content:
            return content.read()
    except FileNotFoundError:
        return b""


def _documents(ids: list[int]) -> dict[int, Document]:
    return {each.id: each for each in db.session.scalars(select(Document).where(Document.id.in_(ids)))}
