"""Where templates, static files and migrations lie: inside a wheel, or beside the package in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def bundled(name: str) -> Path:
    """The folder `name` ("templates", "static", "migrations").

    `_bundled/` exists only in a wheel. It is asked first: beside an installed package lies
    site-packages, where a `templates/` would belong to somebody else.
    """
    inside = PACKAGE / "_bundled" / name
    return inside if inside.is_dir() else PACKAGE.parent / name
