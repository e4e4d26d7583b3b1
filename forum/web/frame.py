"""The top of every page: made once for a reader and a section, not for each page."""

from collections.abc import Callable

from flask import Flask, render_template, request
from markupsafe import Markup

from forum.web.actor import actor
from forum.web.remembered import remembered
from forum.web.templates import url_for

SECTIONS = ("threads", "documents", "resources", "needs", "spaces")
NOT_BACK = ("/", "/login", "/signup")  # nobody wants to be led back there after signing in


_count: list[Callable[[], int]] = [lambda: 0]


def counts(count: Callable[[], int]) -> Callable[[], int]:
    """The room of notifications says how much the reader was told and has not seen."""
    _count[:] = [count]
    return count


def site_header() -> Markup:
    """For templates: brand, search box, sections, bell, account."""
    here, who = request.path, actor()
    section = here.split("/")[1]
    values = {
        "section": section if section in SECTIONS else "",
        "is_top": here == f"/{section}/",
        "is_home": here == "/",
        "q": request.args.get("q", "") if here == url_for("search.page") else "",
        "asks": not here.endswith("/new"),
        "back": here if not who.is_someone and request.method == "GET" and here not in NOT_BACK else None,
        "unread": _count[-1]() if who.is_someone else 0,
    }
    return remembered(
        "header", tuple(values.values()), lambda: render_template("shared/_header.html", **values, out_of_band=False)
    )


def setup(app: Flask) -> None:
    """`{{ site_header() }}`."""
    app.jinja_env.globals["site_header"] = site_header
