"""The poll by itself: its place, its results as they come, who voted."""

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.items.listing import without
from forum.polls.queries import voices_of
from forum.polls.views.ground import asked_or_404, block, bp, place_of, shown_or_404, words
from forum.web.answers import by_htmx, page


@bp.get("/polls/<int:poll_id>")
def show(poll_id: int) -> BaseResponse:
    """A short address that never changes: goes to the poll in its page; the poll alone for htmx."""
    case = asked_or_404(poll_id)
    if by_htmx():
        return make_response(block(*shown_or_404(case)))
    return redirect(place_of(case), 302)


@bp.get("/polls/<int:poll_id>/results")
def results(poll_id: int) -> BaseResponse:
    """For a page that is open: what was answered since, without touching the form. Nothing new: no body."""
    case = asked_or_404(poll_id)
    if not by_htmx():
        return redirect(place_of(case), 302)
    if request.args.get("version", type=int) == case.poll.version and case.poll.is_open:
        return make_response("", 204)
    item, row = shown_or_404(case)
    if row.is_open:
        return make_response(render_template("polls/_results.html", item=item, row=row, **words()))
    answer = make_response(block(item, row))  # closed meanwhile: its form goes too
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = f"#poll-{poll_id}", "outerHTML"
    return answer


@bp.get("/polls/<int:poll_id>/voices")
def voices(poll_id: int) -> Response:
    """Who voted, a page at a time; what, when the ballot is open and the results may be seen."""
    case = asked_or_404(poll_id)
    item, row = shown_or_404(case)
    found = voices_of(case.poll, request.args.get("cursor", ""))
    next_url = without(cursor=found.next) if found.next else None
    return page("polls/voices.html", item=item, row=row, voices=found.rows, next_url=next_url,
                options={option.id: option for option in row.options}, **words())  # fmt: skip
