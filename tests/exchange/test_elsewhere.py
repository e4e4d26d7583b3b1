"""The catalogue in a frame of another site."""

from tests.resources.made import resource


def test_a_frame_of_any_site_shows_what_visitors_see(world, as_):
    resource(world, title="Appel du littoral", type="call")
    resource(world, title="Une formation", type="training")
    answer = as_("awa").get("/embed/resources?type=call&colours=dark&limit=5")
    text = answer.get_data(as_text=True)
    assert "Appel du littoral" in text
    assert "Une formation" not in text
    assert "<script" not in text
    assert 'data-theme="dark"' in text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_a_frame_knows_nobody(world, as_):
    from forum.core.db import db, transaction

    with transaction():
        space = world.private_space("awa")
        space.item_kinds = ["resource"]
    resource(world, title="Réservé", space=db.session.merge(space))
    assert "Réservé" in as_("awa").get("/resources/").get_data(as_text=True)
    assert "Réservé" not in as_("awa").get("/embed/resources").get_data(as_text=True)


def test_no_other_page_can_be_framed(world, as_):
    for path in ("/", "/resources/", "/embed/", "/search?q=eau"):
        answer = as_(None).get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_code_to_copy(world, as_):
    text = as_(None).get("/embed/?type=call&colours=light").get_data(as_text=True)
    assert "/embed/resources?type=call&amp;amp;colours=light" in text or "/embed/resources?type=call" in text
    assert "&lt;iframe" in text
