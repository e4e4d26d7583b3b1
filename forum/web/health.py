"""/health for machines that watch, /metrics for Prometheus."""

import time

from flask import Blueprint, Flask, Response, g, jsonify, make_response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy import text

from forum.core.db import db

bp = Blueprint("health", __name__)
registry = CollectorRegistry()
requests_total = Counter("palabre_requests", "Requests answered", ["method", "status"], registry=registry)
seconds = Histogram("palabre_request_seconds", "Time to answer", registry=registry)


@bp.get("/health")
def health() -> Response:
    """The process answers and the database too."""
    db.session.execute(text("SELECT 1"))
    return jsonify({"status": "ok"})


@bp.get("/metrics")
def metrics() -> Response:
    """Figures of this process; no personal datum, no address."""
    answer = make_response(generate_latest(registry))
    answer.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return answer


def setup(app: Flask) -> None:
    """Count and time every request."""
    app.register_blueprint(bp)

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        requests_total.labels(request.method, str(response.status_code)).inc()
        if "began" in g:
            seconds.observe(time.perf_counter() - g.began)
        return response
