"""Without network: the service worker, the page of what is kept on the device, the manifest."""

from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, render_template

from forum.core.i18n import _
from forum.web.assets import asset
from forum.web.locale import locale

bp = Blueprint("offline", __name__)


@bp.get("/service-worker.js")
def worker() -> Response:
    """From the root, so that it may answer for every page. Asked again at each visit, changed when its text changed."""
    answer = make_response((Path(current_app.static_folder or "") / "service-worker.js").read_text())
    answer.mimetype = "text/javascript"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/offline")
def index() -> Response:
    """What is kept on this device; shown instead of a page that cannot be had without network."""
    return make_response(render_template("shared/offline.html"))


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """So that Palabre can stand among the applications of a phone."""
    answer = jsonify(
        name="Palabre",
        short_name="Palabre",
        description=_(
            "The common space of regional networks and small projects: ask, find support, share what works, carry needs upward."
        ),
        lang=locale(),
        id="/",
        start_url="/",
        scope="/",
        display="minimal-ui",
        background_color="#FBF8F1",
        theme_color="#17603F",
        icons=[{"src": asset("favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    )
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = "public, max-age=86400"
    answer.vary.add("Accept-Language")
    answer.vary.add("Cookie")
    return answer


def setup(app: Flask) -> None:
    """Its three addresses."""
    app.register_blueprint(bp)
