"""What a letter is about, without what programs and lists put before it."""

import re

BEFORE = re.compile(
    r"^\s*(?:(?:re|ré|rép|réf|tr|fwd?|fw|aw|sv|antw|i|vs)(?:\s?\[\d+\]|\(\d+\))?\s?:|\[[^\]]{1,40}\]|\*+spam\*+)\s*",
    re.I,
)
KINDS = (
    ("announcement", re.compile(r"^\W*(?:annonce|announcement|info)\b\s*[\]:]", re.I)),
    ("experience", re.compile(r"^\W*(?:retour d[’']expérience|retour|expérience|experience)\b\s*[\]:]", re.I)),
)


def bare(subject: str) -> str:
    """“Re: [liste] TR: Une pompe” is “Une pompe”."""
    before = ""
    while before != subject:
        before, subject = subject, BEFORE.sub("", subject, count=1)
    return " ".join(subject.split())


def key_of(subject: str) -> str:
    """The same for letters of one conversation, whatever programs made of the subject."""
    return re.sub(r"\W+", " ", bare(subject).casefold()).strip()


def title_of(subject: str, text: str) -> str:
    """A title for a discussion: the subject, or the first sentence when there is none."""
    title = bare(subject)
    if len(title) < 5:
        first = re.sub(r"^[\s>#*-]+", "", text.strip().partition("\n")[0])
        title = f"{title} {first}".strip() if title else first
    if len(title) > 200:
        title = (title[:199].rpartition(" ")[0] or title[:199]) + "…"
    return title


def purpose_of(subject: str) -> str:
    """A question unless the subject begins otherwise: "[Annonce] …"."""
    return next(
        (name for name, pattern in KINDS if pattern.match(re.sub(r"(?i)^\s*(?:re|tr|fwd?)\s?:\s*", "", subject))),
        "question",
    )
