"""What rows of lists and the index show of needs; what their list is narrowed by."""

from typing import Any

from sqlalchemy import case, select

from forum.core import clock
from forum.core.db import db
from forum.core.i18n import _
from forum.items.queries.facets import Facet, territory_facet, theme_facet
from forum.needs import labels
from forum.needs.models import Need, Step
from forum.needs.queries.one import is_overdue

TABLE = Need.__table__


def facts(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Status, level, voices, day of the answer. One query."""
    columns = (TABLE.c.id, TABLE.c.status, TABLE.c.level, TABLE.c.voices, TABLE.c.addressee, TABLE.c.answer_due)
    return {
        row.id: {
            "state": "settled" if row.status == "closed" else row.status,
            "level": row.level,
            "voices": row.voices,
            "addressee": row.addressee,
            "answer_due": row.answer_due if row.status == "addressed" else None,
            "is_overdue": is_overdue(row.status, row.answer_due),
        }
        for row in db.session.execute(select(*columns).where(TABLE.c.id.in_(ids)))
    }


def words(ids: list[int]) -> dict[int, dict[str, str]]:
    """Who is concerned, who must answer, the answer's words: for the index. Two queries."""
    columns = (TABLE.c.id, TABLE.c.affected, TABLE.c.addressee)
    found = {
        row.id: {"keywords": f"{row.affected} {row.addressee}".strip()}
        for row in db.session.execute(select(*columns).where(TABLE.c.id.in_(ids)))
    }
    answers = select(Step.need_id, Step.text).where(Step.need_id.in_(ids), Step.deed == "answered").order_by(Step.at)
    for need_id, text in db.session.execute(answers):
        found[need_id]["answer"] = text
    return found


def facets() -> list[Facet]:
    """Level, status, territory, theme, whether an answer is overdue: in the order of the form."""
    late = (TABLE.c.status == "addressed") & (TABLE.c.answer_due < clock.today())
    due = case((late, "overdue"), (TABLE.c.status == "addressed", "awaited"), else_="none")
    return [
        Facet("level", _("Level"), "%(value)s", lambda code: TABLE.c.level == code, labels.levels(), TABLE.c.level),
        Facet("state", _("State"), "%(value)s", lambda code: TABLE.c.status == code, labels.statuses(), TABLE.c.status),
        territory_facet(_("Territory"), _("for %(value)s, above and below included")),
        theme_facet(_("Theme"), _("about “%(value)s”")),
        Facet("answer", _("Answer"), "%(value)s", lambda code: due == code,
              {"awaited": _("awaited in time"), "overdue": _("overdue")}, due),
    ]  # fmt: skip
