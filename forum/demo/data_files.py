"""The files of the demonstration."""

import json
from functools import cache
from typing import Any

from forum.paths import PACKAGE

DATA = PACKAGE / "demo" / "data"


@cache
def data(name: str) -> dict[str, Any]:
    """One of them: "threads", "practices", "resources", "more"."""
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found
