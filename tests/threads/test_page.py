"""The thread page: what it costs, how it is paged, what arrives."""

import pytest


def _address(item) -> str:
    return f"/threads/{item.id}-{item.slug}"


@pytest.mark.parametrize(("who", "most"), [(None, 7), ("awa", 8), ("mona", 8)])
def test_the_page_costs_the_same_for_2_and_20_replies(world, as_, queries, who, most):
    costs = []
    for replies in (2, 20):
        question = world.question(replies=replies)
        browser = as_(who)
        queries.clear()
        assert browser.get(_address(question)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= most, queries


def test_a_kept_page_costs_one_query_and_is_never_stale(world, as_, queries):
    question = world.question(replies=1)
    visitor = as_(None)
    visitor.get(_address(question))
    queries.clear()
    visitor.get(_address(question))
    assert len(queries) <= 1
    world.reply(question, source="Une réponse toute fraîche.")
    assert "toute fraîche" in visitor.get(_address(question)).get_data(as_text=True)


def test_an_open_page_without_news_costs_one_query_and_no_body(world, as_, queries):
    question = world.question(replies=1)
    browser = as_("awa")
    queries.clear()
    answer = browser.get(f"/items/{question.id}/new?after=2")
    assert (answer.status_code, answer.data, len(queries)) == (204, b"", 1)


def test_news_arrive_alone(world, as_):
    question = world.question(replies=1)
    world.reply(question, source="Du neuf pour vous.")
    html = as_("awa").get(f"/items/{question.id}/new?after=2", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "Du neuf pour vous." in html
    assert "Réponse numéro 1" not in html
    assert 'data-after="3"' in html


def test_pages_follow_each_other_without_gap(world, as_):
    question = world.question(replies=45)
    visitor, seen, address = as_(None), [], _address(question)
    for _page in range(5):
        html = visitor.get(address).get_data(as_text=True)
        seen += [n for n in range(1, 46) if f"Réponse numéro {n} de" in html]
        if f"{_address(question)}?after=" not in html:
            break
        after = html.split(f"{_address(question)}?after=")[1].split("#")[0]
        address = f"{_address(question)}?after={after}"
    assert seen == list(range(1, 46))


def test_a_permanent_link_leads_to_its_message(world, as_):
    question = world.question(replies=30)
    answer = as_(None).get(f"/items/{question.id}?post=28")
    assert answer.headers["Location"].endswith("?post=28#post-28")
    assert 'id="post-28"' in as_(None).get(answer.headers["Location"]).get_data(as_text=True)


def test_an_old_title_leads_to_the_page(world, as_):
    question = world.question()
    answer = as_(None).get(f"/threads/{question.id}-un-vieux-titre")
    assert (answer.status_code, answer.headers["Location"]) == (301, _address(question))


def test_a_reply_that_is_refused_keeps_what_was_typed(world, as_):
    question = world.question()
    answer = as_("bruno").post(f"/items/{question.id}/posts", data={"source": "x"})
    assert answer.status_code == 422
    assert ">x</textarea>" in answer.get_data(as_text=True)


def test_a_message_is_quoted_with_its_place(world, as_):
    question = world.question(replies=2)
    html = as_("awa").get(f"{_address(question)}?quote=3&post=3").get_data(as_text=True)
    assert "&gt; Réponse numéro 2 de Bruno." in html
    assert f"[#3]({_address(question)}?post=3#post-3)" in html
