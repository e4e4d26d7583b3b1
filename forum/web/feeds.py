"""Atom: any list as a feed, with the same rights."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, current_app, make_response, render_template

from forum.core import clock

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: address is a path on this site; `html` its content."""

    title: str
    path: str
    author: str
    html: str
    published: datetime
    updated: datetime


def atom(title: str, path: str, entries: Iterable[Entry]) -> Response:
    """RFC 4287. `path`: of the page that the feed belongs to."""
    entries = list(entries)
    updated = max((entry.updated for entry in entries), default=clock.now())
    base = current_app.extensions["settings"].base_url
    xml = render_template("shared/feed.xml", title=title, path=path, entries=entries, updated=updated, base=base)
    answer = make_response(NOT_IN_XML.sub("", xml))
    answer.mimetype = "application/atom+xml"
    return answer
