"""The head of a Markdown file, between two lines of three dashes: the part of YAML that people write by hand."""

import json
import re
from typing import Any

_KEY = re.compile(r"([A-Za-zÀ-ÿ_][\w À-ÿ-]{0,60}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
# Words of other programs and of French, for ours.
NAMES = {
    "titre": "title", "auteur": "author", "auteurs": "author", "authors": "author", "date": "created_at",
    "créé": "created_at", "created": "created_at", "résumé": "summary", "resume": "summary", "description": "summary",
    "abstract": "summary", "mots-clés": "tags", "mots-cles": "tags", "keywords": "tags", "étiquettes": "tags",
    "thématiques": "themes", "thematiques": "themes", "thématique": "themes", "categories": "themes",
    "catégories": "themes", "territoire": "territories", "territoires": "territories", "territory": "territories",
    "licence": "licence", "license": "licence", "langue": "lang", "language": "lang", "pays": "countries",
    "identifiant": "id", "modèle": "template",
}  # fmt: skip


def split(text: str) -> tuple[dict[str, Any], str]:
    """(head, body). Without a head, or with one that does not end, all is body."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.startswith("---\n"):
        return {}, text
    end = re.search(r"^(?:---|\.\.\.)[ \t]*$", text[4:], re.MULTILINE)
    if end is None:
        return {}, text
    return read(text[4 : 4 + end.start()]), text[4 + end.end() :].lstrip("\n")


def read(head: str) -> dict[str, Any]:
    """Keys in our words; what is not understood is a text as it stands."""
    found: dict[str, Any] = {}
    lines = head.split("\n")
    at = 0
    while at < len(lines):
        match = _KEY.match(lines[at])
        at += 1
        if match is None:
            continue
        inside = []
        while at < len(lines) and (not lines[at].strip() or lines[at][0] in " \t-"):
            inside.append(lines[at])
            at += 1
        name = match[1].strip().lower()
        found.setdefault(NAMES.get(name, name.replace(" ", "_")), _value((match[2] or "").strip(), inside))
    return found


def _value(text: str, inside: list[str]) -> Any:
    if text[:1] in ("|", ">"):
        lines = [line.strip() for line in inside]
        return ("\n" if text[0] == "|" else " ").join(lines).strip()
    items = [line.strip()[1:].strip() for line in inside if line.strip().startswith("-")]
    if not text and items:
        return [_scalar(item) for item in items]
    if text.startswith("[") and text.endswith("]"):
        return _list(text)
    return _scalar(" ".join([text, *(line.strip() for line in inside if line.strip())]))


def _list(text: str) -> list[str]:
    try:
        found = json.loads(text)
        return [str(each) for each in found]
    except ValueError:
        return [_scalar(each.strip()) for each in text[1:-1].split(",") if each.strip()]


def _scalar(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return re.sub(r"\s+#\s.*$", "", text).strip()
