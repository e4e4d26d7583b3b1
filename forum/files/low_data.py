"""Readers who ask their browser to save data get a link in place of each picture, until they ask for it."""

import re

from flask import Flask, request

from forum.core.i18n import _

_PICTURE = re.compile(r'<img src="(/files/[^"]+)" alt="([^"]*)"([^<>]*)>')


def wanted() -> bool:
    """`Save-Data: on`."""
    return request.headers.get("Save-Data", "").strip().lower() == "on"


def light(html: str) -> str:
    """The text as this reader wants it: pictures as links when data is to be saved."""
    if "<img" not in html or not wanted():
        return html

    def link(found: re.Match[str]) -> str:
        words = _("Picture: %(words)s", words=found[2]) if found[2] else _("Picture")
        return f'<a class="picture-later" href="{found[1]}" data-alt="{found[2]}">{words}</a>'

    return _PICTURE.sub(link, html)


def setup(app: Flask) -> None:
    """`{{ post.html|light|safe }}`, `{{ saves_data() }}`."""
    app.jinja_env.filters["light"] = light
    app.jinja_env.globals["saves_data"] = wanted
