"""What leaves the site: the date for a calendar, the ballots for a table."""

from flask import Response, abort, current_app, make_response

from forum.core.permissions import require
from forum.polls.exports import invitation, table_of
from forum.polls.queries import options_of
from forum.polls.views.ground import asked_or_404, bp, place_of, shown_or_404
from forum.web.answers import signed_in
from forum.web.locale import locale, timezone


@bp.get("/polls/<int:poll_id>/date.ics")
def calendar(poll_id: int) -> Response:
    """The date that was kept, as a calendar entry."""
    case = asked_or_404(poll_id)
    option = next((each for each in options_of(poll_id) if each.id == case.poll.decided_option_id), None)
    if option is None or option.day is None:
        abort(404)
    address = current_app.extensions["settings"].base_url + place_of(case)
    answer = make_response(invitation(case, option, address))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="palabre-{poll_id}.ics"'
    return answer


@bp.get("/polls/<int:poll_id>/ballots.csv")
def export(poll_id: int) -> Response:
    """All ballots that count, so that anybody can count them again: whoever asked, and keepers."""
    case = asked_or_404(poll_id)
    require(signed_in(), "keep a poll", case)
    _item, row = shown_or_404(case)
    if not row.shows_results:
        abort(404)
    answer = make_response(table_of(case.poll, row.options, timezone(), locale()))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="palabre-poll-{poll_id}.csv"'
    return answer
