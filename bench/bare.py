"""The baseline: a minimal Flask view that answers the same bytes from memory, on the same server and settings."""

import os
import sys
from pathlib import Path

from flask import Flask, Response


def create_app() -> Flask:
    """One view; the body is the page of the product, fetched before."""
    app = Flask("bare")
    body = Path(os.environ["BARE_BODY"]).read_bytes()

    @app.get("/page")
    def page() -> Response:
        return Response(body, mimetype="text/html")

    @app.get("/health")
    def health() -> str:
        return "ok"

    return app


if __name__ == "__main__":
    from forum.operate.serve import web

    web("127.0.0.1", int(sys.argv[1]), min(2, os.cpu_count() or 1), target="bench.bare:create_app")
