"""Where a reader stopped: kept per person, never going back, shown in lists and in the thread."""

import re
from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.db import db, transaction
from forum.items.commands.state import delete
from forum.items.commands.watch import watch
from forum.items.models.around import Reading
from forum.items.policy import Message
from tests.items.test_open_pages import world_post


def _address(item) -> str:
    return f"/threads/{item.id}-{item.slug}"


def _read(browser, item, number, start=1):
    return browser.post(f"/items/{item.id}/read", data={"number": number, "start": start}).status_code


def _place(world, item, who="awa"):
    db.session.expire_all()
    row = db.session.get(Reading, (world.user(who).id, item.id))
    return row.number if row else None


def _row(browser, item, address="/threads/"):
    html = browser.get(address).get_data(as_text=True).split("<main")[1]
    return next((part for part in html.split("<article") if item.title in part), "")


def test_reading_advances_and_never_goes_back(world, as_):
    question = world.question(replies=6)
    browser = as_("awa")
    assert _read(browser, question, 4) == 204
    assert _place(world, question) == 4
    _read(browser, question, 2)
    assert _place(world, question) == 4
    _read(browser, question, 99)
    assert _place(world, question) == 7


def test_what_is_jumped_over_stays_unread_but_the_end_is_the_end(world, as_):
    question = world.question(replies=60)
    browser = as_("awa")
    _read(browser, question, 5)
    _read(browser, question, 40, start=30)
    assert _place(world, question) == 5
    _read(browser, question, 61, start=50)
    assert _place(world, question) == 61


def test_a_message_that_one_may_not_see_is_not_unread(world, as_):
    question = world.question(replies=3)
    with transaction():
        delete(world.actor("bruno"), Message(question, 4, world_post(question, 4)))
    browser = as_("awa")
    _read(browser, question, 3)
    assert _place(world, question) == 4
    assert "nouveau" not in _row(browser, question)


def test_without_script_the_page_marks_what_it_shows(world, as_):
    question = world.question(replies=30)
    browser = as_("awa")
    html = browser.get(_address(question)).get_data(as_text=True)
    picture = re.search(r'<noscript><img[^>]+src="([^"]+)"', html).group(1).replace("&amp;", "&")
    assert browser.get(picture).status_code == 204
    assert _place(world, question) == 21


@pytest.mark.parametrize(("who", "status"), [("awa", 204), ("zoe", 204), (None, 401)])
def test_who_keeps_a_place(world, as_, who, status):
    assert _read(as_(who), world.question(replies=1), 2) == status


def test_nobody_keeps_a_place_in_what_is_private(world, as_):
    secret = world.question(by="bruno", space=world.private_space("bruno"))
    assert _read(as_("awa"), secret, 1) == 404


def test_a_list_leads_to_the_first_unread_message_with_their_number(world, as_):
    question = world.question(replies=3)
    browser = as_("awa")
    assert "nouveau" not in _row(browser, question)
    _read(browser, question, 2)
    row = _row(browser, question)
    assert "2 nouveaux" in row
    assert f'href="{_address(question)}?post=3#new"' in row
    page = browser.get(f"{_address(question)}?post=3").get_data(as_text=True)
    assert page.index('id="post-2"') < page.index('id="new"') < page.index('id="post-3"')
    assert "2 nouveaux messages depuis votre visite" in page
    assert 'id="post-1"' in page, "the question stands above, on the first page"
    _read(browser, question, 4)
    assert "nouveau" not in _row(browser, question)


def test_in_a_long_thread_the_first_unread_message_comes_with_the_last_one_read(world, as_):
    question = world.question(replies=60)
    browser = as_("awa")
    _read(browser, question, 35)
    assert "?post=36#new" in _row(browser, question)
    page = browser.get(f"{_address(question)}?post=36").get_data(as_text=True)
    assert page.index('id="post-35"') < page.index('id="new"') < page.index('id="post-36"')


def test_places_of_a_list_cost_one_query(world, as_, queries):
    browser = as_("awa")
    costs = []
    for many in (2, 15):
        for _each in range(many):
            _read(browser, world.question(replies=2), 2)
        queries.clear()
        browser.get("/threads/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
    queries.clear()
    as_(None).get("/threads/")
    assert len(queries) < costs[0]


def _later(hours: float) -> None:
    clock.set_for_tests(clock.now() + timedelta(hours=hours))


def test_unread_are_those_that_i_follow_or_began_to_read(world, as_):
    read, followed, other = world.question(replies=1), world.question(by="zoe"), world.question(by="zoe", replies=1)
    browser = as_("mona")
    _read(browser, read, 2)
    with transaction():
        watch(world.actor("mona"), "item", followed.id, "all")
    assert _row(browser, followed, "/unread/")
    assert not _row(browser, read, "/unread/")
    world.reply(read)
    assert "1 nouveau" in _row(browser, read, "/unread/")
    assert not _row(browser, other, "/unread/")


@pytest.mark.parametrize("subject", ["item", "space"])
def test_what_is_muted_is_in_no_such_list(world, as_, subject):
    question = world.question(replies=1)
    browser = as_("mona")
    _read(browser, question, 2)
    world.reply(question)
    assert _row(browser, question, "/unread/")
    with transaction():
        watch(world.actor("mona"), subject, question.id if subject == "item" else question.space_id, "mute")
    assert not _row(browser, question, "/unread/")
    assert not _row(browser, question, "/unread/new")
    assert not _row(browser, question, "/")


def test_new_is_what_was_published_since_the_last_visit(world, as_):
    browser = as_("mona")
    browser.get("/")
    _later(24 * 8)
    old = world.question()
    _later(1)
    browser.get("/")
    _later(3)
    fresh = world.question()
    assert "nouveau" in _row(browser, fresh, "/unread/new")
    assert not _row(browser, old, "/unread/new")
    assert "Nouveautés depuis votre visite du" in browser.get("/").get_data(as_text=True)
    _read(browser, fresh, 1)
    assert not _row(browser, fresh, "/unread/new")


def test_a_visit_goes_on_while_one_is_here(world, as_):
    browser = as_("mona")
    browser.get("/")
    _later(2)
    question = world.question()
    for _time in range(8):
        assert _row(browser, question, "/unread/new"), "reading for an hour does not make it old"
        _later(0.2)


def test_all_is_marked_as_read_and_taken_back(world, as_):
    browser = as_("mona")
    first, second = world.question(replies=1), world.question(replies=1, by="zoe", space=world.space("occitanie"))
    for each in (first, second):
        _read(browser, each, 2)
        world.reply(each)
    browser.post("/unread/read", data={"which": "unread", "space": "occitanie"})
    assert _row(browser, first, "/unread/")
    assert not _row(browser, second, "/unread/")
    browser.post("/unread/again")
    assert "1 nouveau" in _row(browser, second, "/unread/")
    browser.post("/unread/read", data={"which": "unread"})
    assert not _row(browser, first, "/unread/")
    html = browser.get("/unread/").get_data(as_text=True)
    assert "/unread/again" in html
    browser.post("/unread/again")
    assert _row(browser, first, "/unread/")


def test_lists_of_what_is_unread_are_counted_by_space(world, as_):
    browser = as_("mona")
    for _each in range(3):
        question = world.question(replies=1)
        _read(browser, question, 2)
        world.reply(question)
    aside = browser.get("/unread/").get_data(as_text=True).split("<aside")[1]
    assert re.search(r'space=bretagne".*?facet__count">3<', aside, re.S)


def test_a_private_thread_is_in_nobody_elses_lists(world, as_):
    secret = world.question(by="bruno", space=world.private_space("bruno"))
    for address in ("/unread/", "/unread/new", "/"):
        assert not _row(as_("awa"), secret, address)


def test_what_speaks_to_me_stands_once_on_home(world, as_):
    title = world.question(replies=1).title
    world.follow()
    main = as_("awa").get("/").get_data(as_text=True).split("<main")[1]
    assert main.count(title) == 1
    assert "Nouveautés de la semaine" in main


def test_mentions_and_replies_are_gathered(world, as_):
    question = world.question()
    world.reply(question, source="Dites-moi, @mona, qu’en pensez-vous ?")
    world.follow()
    browser = as_("mona")
    assert "vous cite" in browser.get("/unread/me").get_data(as_text=True)
    assert "vous cite" in browser.get("/").get_data(as_text=True).split("<main")[1]


def test_home_shows_nothing_twice(world, as_):
    browser = as_("awa")
    for _each in range(5):
        world.question(by="bruno", replies=1)
    main = browser.get("/").get_data(as_text=True).split("<main")[1]
    titles = re.findall(r"Comment financer un forage \? \(\d+\)", main)
    assert len(titles) == len(set(titles)) == 5


@pytest.mark.parametrize("address", ["/", "/unread/", "/unread/new", "/unread/me"])
def test_these_pages_cost_the_same_whatever_there_is(world, as_, queries, address):
    browser = as_("mona")
    browser.get(address)
    costs = []
    for _many in range(2):
        for _each in range(4):
            question = world.question(replies=2)
            _read(browser, question, 2)
        world.follow()
        queries.clear()
        assert browser.get(address).status_code == 200
        costs.append(len(queries))
    # Home shows the last discussions only while little is new: it may cost two less later, never more.
    assert costs[0] >= costs[1] and max(costs) <= 12, queries
