"""What was typed in a form that could not be taken (signed out, expired) goes along, to be sent once more."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import request

from forum.web.security import safe_next

LONGEST = 400_000  # characters, all fields together
LEFT = ("csrf_token", "carried")


@dataclass(frozen=True, slots=True)
class Carried:
    """The address of a form and what was typed in it."""

    action: str
    fields: list[tuple[str, str]]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What somebody wrote, shown to be read again."""
        return [(name, value) for name, value in self.fields if _is_text(name, value)]

    @property
    def values(self) -> list[tuple[str, str]]:
        """The rest."""
        return [(name, value) for name, value in self.fields if not _is_text(name, value)]

    def packed(self) -> str:
        """For a hidden field of the sign-in form."""
        return json.dumps({"action": self.action, "fields": self.fields}, ensure_ascii=False)


def _is_text(name: str, value: str) -> bool:
    return name in ("source", "title", "summary", "reason") or len(value) > 80 or "\n" in value


def of_request() -> Carried | None:
    """What this refused request carried; None for one of another site, or one with a password in it."""
    if request.method != "POST" or request.path.startswith("/api/") or not _is_ours():
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT]
    if not fields or any("password" in name for name, _value in fields) or sum(len(v) for _n, v in fields) > LONGEST:
        return None
    return Carried(request.full_path.rstrip("?"), fields)


def unpacked(text: str) -> Carried | None:
    """What a sign-in form brought along; None when it is no address of ours."""
    try:
        found = json.loads(text) if text else None
        fields = [(str(name), str(value)) for name, value in found["fields"]] if found else []
        action = safe_next(str(found["action"]), "") if found else ""
    except (ValueError, KeyError, TypeError):
        return None
    return Carried(action, fields) if action and fields and len(text) <= LONGEST * 2 else None


def _is_ours() -> bool:
    """Nobody is asked to send again what another site made up."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    came_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(came_from).netloc == request.host
