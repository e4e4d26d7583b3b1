"""One stylesheet and one script for all pages, one script for those who write, joined at start and named by their content: cached for ever."""

import hashlib
from functools import cache, lru_cache
from pathlib import Path

import brotli
import rcssmin
import rjsmin
from flask import Blueprint, Flask, Response, abort, current_app, make_response, request, url_for

bp = Blueprint("assets", __name__)
LAYERS = ("reset", "tokens", "base", "layout")  # then components/*, then utilities: the order of @layer
FOREVER = "public, max-age=31536000, immutable"


def _styles(root: Path) -> str:
    files = [root / "css" / f"{name}.css" for name in LAYERS]
    files += sorted((root / "css" / "components").glob("*.css")) + [root / "css" / "utilities.css"]
    order = "@layer reset, tokens, base, layout, components, utilities;\n"
    return order + "\n".join(path.read_text() for path in files if path.exists())


def _scripts(root: Path, folder: str) -> str:
    return "\n".join(path.read_text() for path in sorted((root / folder).glob("*.js")))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _joined(root: Path, kind: str) -> tuple[str, bytes]:
    content = rcssmin.cssmin(_styles(root)) if kind == "css" else rjsmin.jsmin(_scripts(root, kind))
    return _digest(content.encode()), content.encode()


def _joined_now(kind: str) -> tuple[str, bytes]:
    root = Path(current_app.static_folder or "")
    if current_app.debug:
        _joined.cache_clear()
    return _joined(root, kind)


@bp.get("/static/all-<digest>.<any(css,js):kind>")
@bp.get("/static/writing-<digest>.js", defaults={"kind": "writing"})
def joined(digest: str, kind: str) -> Response:
    """The joined file. An older name (a page kept open during an upgrade) gets the present content, briefly."""
    present, content = _joined_now(kind)
    answer = make_response(content)
    answer.mimetype = "text/css" if kind == "css" else "text/javascript"
    answer.headers["Cache-Control"] = FOREVER if digest == present else "no-cache"
    return answer


@cache
def _file_digest(path: Path, changed: float) -> str:
    return _digest(path.read_bytes())


@lru_cache(maxsize=50)
def _small(path: Path | None, kind: str, changed: float) -> bytes:
    """As small as Brotli makes it: a tenth of a second, once, for what browsers keep for ever."""
    content = path.read_bytes() if path else _joined_now(kind)[1]
    return brotli.compress(content, quality=11)


def _compress_well(response: Response) -> None:
    """Whatever was compressed in haste on its way out goes smaller."""
    if response.headers.get("Content-Encoding") != "br" or response.status_code != 200:
        return
    values = request.view_args or {}
    if request.endpoint == "assets.joined":
        response.set_data(_small(None, values["kind"], float(int(_joined_now(values["kind"])[0], 16))))
    elif "v" in request.args:
        path = Path(current_app.static_folder or "") / values["filename"]
        response.set_data(_small(path, "", path.stat().st_mtime))


def asset(name: str) -> str:
    """The address of a static file with its content's digest, so that it may be cached for ever."""
    path = Path(current_app.static_folder or "") / name
    if not path.is_file():
        abort(500, f"static file missing: {name}")
    return url_for("static", filename=name, v=_file_digest(path, path.stat().st_mtime))


def stylesheet_url() -> str:
    """The joined stylesheet."""
    return url_for("assets.joined", digest=_joined_now("css")[0], kind="css")


def script_url() -> str:
    """The joined script."""
    return url_for("assets.joined", digest=_joined_now("js")[0], kind="js")


def writing_url() -> str:
    """The joined script of those who write: fetched where there is something to write."""
    return url_for("assets.joined", digest=_joined_now("writing")[0], kind="writing")


def setup(app: Flask) -> None:
    """Globals for templates, and long caching of what has a digest in its address."""
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        asset=asset, stylesheet_url=stylesheet_url, script_url=script_url, writing_url=writing_url
    )

    @app.after_request
    def _cache(response: Response) -> Response:
        if request.endpoint in ("static", "assets.joined"):
            _compress_well(response)
        if request.endpoint == "static" and response.status_code in (200, 304):
            response.headers["Cache-Control"] = FOREVER if "v" in request.args else "public, max-age=3600"
        return response
