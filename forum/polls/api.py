"""Polls as JSON: reading, asking, voting."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.items.queries.heads import head, message, readable
from forum.polls.choices import Marks
from forum.polls.commands import ask, take_back, vote
from forum.polls.commands.ask import Choice, Wanted
from forum.polls.policy import Asked
from forum.polls.queries import PollRow, asked, one_shown, polls_of
from forum.web.actor import actor
from forum.web.api import body, describes, listed, picked, writer
from forum.web.limits import spend

bp = Blueprint("polls_api", __name__, url_prefix="/api/v1")
WORD, NUMBER, MAYBE = {"type": "string"}, {"type": "integer"}, {"type": ["string", "null"]}
OPTION = {
    "type": "object",
    "properties": {
        "id": NUMBER, "label": WORD, "day": MAYBE, "starts_at": MAYBE, "ends_at": MAYBE,
        "count": {"type": ["integer", "null"]}, "if_needed": {"type": ["integer", "null"]},
        "is_best": {"type": "boolean"},
    },
}  # fmt: skip
POLL = {
    "type": "object",
    "properties": {
        "id": NUMBER, "item": NUMBER, "number": NUMBER, "question": WORD, "method": WORD, "voters": WORD,
        "is_secret": {"type": "boolean"}, "is_open": {"type": "boolean"}, "closes_at": MAYBE, "voices": NUMBER,
        "quorum": {"type": ["integer", "null"]}, "abstentions": {"type": ["integer", "null"]},
        "options": {"type": "array", "items": OPTION}, "rounds": {"type": ["array", "null"]}, "decision": WORD,
        "decided_option": {"type": ["integer", "null"]}, "mine": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
BALLOT = {
    "type": "object",
    "properties": {
        "choices": {"description": "ids of options, in order of preference where it matters; or option → mark"},
        "abstains": {"type": "boolean"}, "organisation": {"type": ["integer", "null"]},
    },
}  # fmt: skip
NEW = {
    "type": "object",
    "required": ["question", "options"],
    "properties": {
        "question": WORD, "method": {"enum": ["single", "several", "ranked", "date"]}, "number": NUMBER,
        "options": {"type": "array", "items": {"type": "string"},
                    "description": "texts; for dates 2027-01-12 or 2027-01-12T18:30+01:00/2027-01-12T20:00+01:00"},
        "voters": {"enum": ["person", "organisation"]}, "results": {"enum": ["always", "after_vote", "after_close"]},
        "is_secret": {"type": "boolean"}, "most": NUMBER, "quorum": NUMBER, "closes_at": WORD,
    },
}  # fmt: skip
VOTED = {"type": "object", "properties": {"voices": NUMBER, "receipt": MAYBE}}
PATH = "/api/v1/polls/{id}"


@bp.get("/items/<int:item_id>/polls")
@describes(method="get", path="/api/v1/items/{id}/polls", summary="The polls under a publication",
           answer={"type": "object", "properties": {"results": {"type": "array", "items": POLL}}})  # fmt: skip
def index(item_id: int) -> Response:
    """Polls of an item."""
    found = head(item_id, actor()) or abort(404)
    return listed([poll_of(row) for row in polls_of(found, actor()) if row.poll.withdrawn_at is None], None)


@bp.post("/items/<int:item_id>/polls")
@describes(method="post", path="/api/v1/items/{id}/polls", summary="Hang a poll on a message (1: the publication)",
           scope="write", body=NEW, answer=POLL, status=201)  # fmt: skip
def create(item_id: int) -> Response:
    """A new poll."""
    who, given = writer(), body()
    spend("poll", "60 per hour", who.id)
    found = message(readable(item_id, who), _number(given, "number") or 1, who) or abort(404)
    with transaction():
        poll = ask(who, found, _wanted(given))
    made = jsonify(_shown(_asked(poll.id)))
    made.status_code = 201
    return made


@bp.get("/polls/<int:poll_id>")
@describes(method="get", path=PATH, summary="One poll, with what may be seen of its results", answer=POLL)
def show(poll_id: int) -> dict[str, Any]:
    """One poll."""
    return _shown(_asked(poll_id))


@bp.put("/polls/<int:poll_id>/ballot")
@describes(method="put", path=f"{PATH}/ballot", summary="Vote, or vote anew while it is open", scope="write",
           body=BALLOT, answer=VOTED)  # fmt: skip
def cast(poll_id: int) -> dict[str, Any]:
    """One voice."""
    who, case = writer(), _asked(poll_id)
    spend("vote", "60 per minute", who.id)
    given = body()
    with transaction():
        receipt = vote(who, case.poll, _choices(given.get("choices")), _number(given, "organisation"),
                       abstains=given.get("abstains") is True)  # fmt: skip
    return {"voices": case.poll.voices, "receipt": receipt or None}


@bp.delete("/polls/<int:poll_id>/ballot")
@describes(method="delete", path=f"{PATH}/ballot", summary="Take the vote back while it is open", scope="write",
           answer=VOTED)  # fmt: skip
def undo(poll_id: int) -> dict[str, Any]:
    """No voice any more."""
    who, case = writer(), _asked(poll_id)
    given = body() if request.get_data() else {}
    with transaction():
        take_back(who, case.poll, _number(given, "organisation"))
    return {"voices": case.poll.voices, "receipt": None}


def _asked(poll_id: int) -> Asked:
    return asked(poll_id, actor()) or abort(404)


def _shown(case: Asked) -> dict[str, Any]:
    found = head(case.poll.item_id, actor()) or abort(404)
    return poll_of(one_shown(found, actor(), case.poll.id) or abort(404))


def poll_of(row: PollRow) -> dict[str, Any]:
    """As JSON; what this reader may not see yet is null."""
    poll, seen = row.poll, row.shows_results
    return {
        "id": poll.id, "item": poll.item_id, "number": poll.number, "question": poll.question, "method": poll.method,
        "voters": poll.voters, "is_secret": poll.is_secret, "is_open": row.is_open,
        "closes_at": _iso(poll.closes_at), "voices": poll.voices, "quorum": poll.quorum,
        "abstentions": row.abstentions if seen else None, "rounds": row.rounds if seen else None,
        "options": [
            {"id": each.id, "label": each.label, "day": _iso(each.day), "starts_at": _iso(each.starts_at),
             "ends_at": _iso(each.ends_at), "count": each.count if seen else None,
             "if_needed": each.maybe if seen else None, "is_best": seen and each.is_best}
            for each in row.options
        ],
        "decision": poll.decision, "decided_option": poll.decided_option_id,
        "mine": [{"organisation": own.organisation_id, "at": _iso(own.at), "abstains": own.abstains,
                  "marks": {str(option): mark for option, mark in own.marks.items()}} for own in row.own],
    }  # fmt: skip


def _iso(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if value else None


def _number(given: dict[str, Any], name: str) -> int | None:
    found: int | None = picked(given, **{name: "number"}).get(name)
    return found


def _choices(given: Any) -> Marks | list[int]:
    """A list of ids, or an object of marks."""
    if given is None:
        return []
    if isinstance(given, list) and all(isinstance(each, int) and not isinstance(each, bool) for each in given):
        return given
    if isinstance(given, dict) and all(str(key).isdigit() and isinstance(mark, int) for key, mark in given.items()):
        return {int(key): int(mark) for key, mark in given.items()}
    raise Invalid(fields={"choices": _("Give a list of numbers of answers, or an object of marks.")})


def _wanted(given: dict[str, Any]) -> Wanted:
    common = picked(given, question="text", method="text", options="words", voters="text", results="text",
                    is_secret="flag", most="number", quorum="number", closes_at="text")  # fmt: skip
    options, closes_at = common.pop("options", []), common.pop("closes_at", None)
    is_date = common.get("method") == "date"
    try:
        choices = [_date(each) if is_date else Choice(each) for each in options]
        closing = _moment(closes_at) if closes_at else None
    except ValueError as problem:
        raise Invalid(fields={"options": _("Give moments in ISO 8601, with their zone.")}) from problem
    return Wanted(common.pop("question", ""), choices=choices, closes_at=closing, **common)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _date(text: str) -> Choice:
    first, _slash, second = text.strip().partition("/")
    if len(first) == 10:
        return Choice(day=date.fromisoformat(first))
    begins = _moment(first)
    return Choice(day=begins.date(), starts_at=begins, ends_at=_moment(second) if second else None)
