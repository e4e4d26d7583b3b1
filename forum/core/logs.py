"""Logs by events with fields, never a personal datum: one JSON object a line, or readable in a terminal."""

import logging
import sys

import structlog


def setup(*, readable: bool | None = None) -> None:
    """Configure structlog once a process."""
    pretty = sys.stderr.isatty() if readable is None else readable
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False) if pretty else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
