"""A passage as the index keeps it: the terms of each field, ready made; facts for filters; what results show."""

import json
import re
from typing import Any

from forum.index.analysis import words
from forum.index.engine import Passage

VERSION = "6"  # of what is kept: another one, and the index makes itself again
SEEN = 1500  # words of a passage that the second look sees
LEAST = 60  # characters of a lead: a greeting before is no lead
_END = re.compile(r"[.!?…](?=\s)")


def document_of(passage: Passage) -> dict[str, Any]:
    """The terms of each field, ready made; and what results show."""
    title, rest = words(passage.title), " ".join([passage.summary, passage.headings, passage.answer, passage.body])
    replies = " ".join(text for _number, text in passage.messages)
    body, keywords = words(f"{rest} {replies}"), words(passage.keywords)
    everything = [*title, *body, *keywords]
    stems_of_body = [word.stem for word in body]
    text = f"{passage.title} . {rest} {replies} . {passage.keywords}"
    seen = [word.exact for word in words(text[: SEEN * 8], keep_stops=True)]
    facts = {
        "i": passage.item_id, "p": passage.part, "a": passage.audience, "k": passage.kind, "f": passage.form, "s": passage.space,
        "st": passage.state, "au": passage.author, "th": list(passage.themes), "te": list(passage.territories),
        "d": int(passage.date.timestamp()) if passage.date else 0,
        "dl": int(passage.deadline.timestamp()) if passage.deadline else 0,
        "q": round(passage.quality, 2), "l": {"title": len(title), "body": len(body), "keywords": len(keywords)},
    }  # fmt: skip
    # A summary that the text repeats would be read twice in the passage shown.
    repeated = passage.summary[:80] in passage.body
    own = passage.body if repeated else f"{passage.summary}\n{passage.body}"
    texts = [(1, own.strip())] if passage.part == 0 else []
    texts += [(number, text) for number, text in passage.messages]
    return {
        "key": f"{passage.item_id}/{passage.part}",
        "item": str(passage.item_id),
        "title": " ".join(word.stem for word in title),
        "body": " ".join(stems_of_body),
        "keywords": " ".join(word.stem for word in keywords),
        "themes": " ".join(passage.themes),
        "lexicon": " ".join({word.exact for word in everything}) if passage.audience == 0 else "",
        "facts": json.dumps(facts, separators=(",", ":")).encode(),
        "shown": {
            "title": passage.title,
            "texts": texts,
            "kind": passage.kind,
            "external_id": passage.external_id,
            "more": "" if passage.part else f"{passage.headings} . {passage.answer} . {passage.keywords}",
            "words": " ".join(seen[:SEEN]),
            "lead": _lead(passage),
        },
    }


def _lead(passage: Passage) -> tuple[int, int]:
    """Where the first sentence stands among the words that the second look sees; in later parts there is none."""
    if passage.part:
        return 0, 0
    own = passage.summary or passage.body
    end = next((found.end() for found in _END.finditer(own) if found.end() >= LEAST), len(own))
    before = passage.title if passage.summary else f"{passage.title} . {passage.headings} {passage.answer}"
    begin = len(words(before, keep_stops=True))
    return begin, begin + len(words(own[:end], keep_stops=True))
