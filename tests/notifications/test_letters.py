"""What a mail program reads of a letter: its discussion, its list, its sender, and the one click that ends it."""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from forum.core import addresses, mail
from forum.core.db import db, transaction
from forum.core.letters import installation
from forum.core.mail import Mail
from forum.core.markup.for_mail import for_mail
from forum.core.transports import parcel_of
from forum.items.commands.reply import reply
from forum.items.commands.watch import watch
from forum.items.models.around import Watch
from forum.notifications.commands import choose_mail
from forum.notifications.models import NotificationSettings


def letters(world) -> list:
    """Everything in the outbox, as it travels."""
    world.follow()
    rows = db.session.scalars(select(Mail).order_by(Mail.id)).all()
    contents = [parcel_of(row, addresses.sender(), addresses.host()).content for row in rows]
    return [message_from_bytes(content, policy=policy.default) for content in contents]


def by_list(world, who: str, subject: str = "space", number: int = 0) -> None:
    """Follow like a mailing list."""
    with transaction():
        watch(world.actor(who), subject, number or world.space().id, "mail")


def test_a_discussion_is_a_thread_in_every_mailbox(world):
    by_list(world, "zoe")
    by_list(world, "corinne")
    question = world.question()
    world.reply(question)
    with transaction():
        reply(world.actor("awa"), question, "Merci.", reply_to=2)
    number = question.id
    found = [letter for letter in letters(world) if letter["To"] == "zoe@example.org"]
    names = [addresses.message_id(number, each) for each in (1, 2, 3)]
    assert [letter["Message-ID"] for letter in found] == names
    assert [letter["In-Reply-To"] for letter in found] == [None, names[0], names[1]]
    assert found[2]["References"] == f"{names[0]} {names[1]}"
    others = [letter["Message-ID"] for letter in letters(world) if letter["To"] == "corinne@example.org"]
    assert others == names, "the same names in everybody's mailbox, as lists do"
    assert found[1]["Subject"] == f"Re: {found[0]['Subject']}"
    assert "Bretagne" in found[0]["Subject"]


def test_a_letter_names_who_wrote_and_takes_the_answer_of_its_reader_only(world):
    organisation = world.organisation(of="bruno")
    question = world.question()
    with transaction():
        reply(world.actor("bruno"), question, "Voici **tout**.", organisation_id=organisation.id)
    (letter,) = letters(world)
    assert letter["From"] == f'"Bruno (Palabre)" <{addresses.sender()}>'
    opened = addresses.opened_reply(letter["Reply-To"])
    assert (opened.user_id, opened.number) == (world.user("awa").id, 2)
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Bruno (Eau pour tous)" in text
    assert "<strong>tout</strong>" in html
    assert "Eau pour tous" in html
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_space_is_a_list_with_its_address_and_archive(world):
    by_list(world, "zoe")
    world.question()
    (letter,) = letters(world)
    assert letter["List-Id"] == addresses.list_id("bretagne")
    assert letter["List-Post"] == f"<mailto:{addresses.space_address('bretagne')}>"
    assert letter["List-Archive"] == f"<{installation().base_url}/spaces/bretagne>"
    assert "l’espace « Bretagne »" in letter.get_body(("plain",)).get_content().replace("\u202f", " ")


def test_like_a_list_means_each_message_and_the_choice_none_still_wins(world):
    by_list(world, "zoe")
    by_list(world, "corinne")
    with transaction():
        choose_mail(world.actor("corinne"), "none")
    world.question(replies=3)
    assert [letter["To"] for letter in letters(world)].count("zoe@example.org") == 4
    assert "corinne@example.org" not in {letter["To"] for letter in letters(world)}


def test_whoever_writes_in_a_discussion_goes_on_getting_the_list(world):
    by_list(world, "zoe")
    question = world.question()
    number = question.id
    world.reply(question, by="zoe")
    world.reply(question, by="bruno")
    found = [letter for letter in letters(world) if letter["To"] == "zoe@example.org"]
    assert [letter["Message-ID"] for letter in found] == [addresses.message_id(number, each) for each in (1, 3)]
    assert ".space." in found[1]["List-Unsubscribe"], "what ends it is leaving the list"


def unsubscribe_link(letter) -> str:
    web, by_mail = re.findall(r"<([^>]+)>", letter["List-Unsubscribe"])
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = web.rpartition("/")[2]
    assert by_mail == f"mailto:u.{token}@{addresses.host()}"
    assert len(by_mail.removeprefix("mailto:").split("@")[0]) <= 64
    return f"/unsubscribe/{token}"


@pytest.fixture
def with_csrf(app):
    """As in real life: forms need their token. One click must work without."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def test_one_click_ends_this_reason_only_without_signing_in(world, as_, with_csrf):
    by_list(world, "zoe")
    with transaction():
        watch(world.actor("zoe"), "space", world.space("occitanie").id, "mail")
    world.question()
    link = unsubscribe_link(letters(world)[0])
    stranger = as_(None)
    zoe, bretagne, occitanie = world.user("zoe").id, world.space().id, world.space("occitanie").id
    assert stranger.get(link).status_code == 200
    db.session.expire_all()
    assert db.session.get(Watch, (zoe, "space", bretagne)), "programs that look at links change nothing"
    answer = stranger.post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Bretagne" in answer.get_data(as_text=True)
    db.session.expire_all()
    assert db.session.get(Watch, (zoe, "space", bretagne)) is None
    assert db.session.get(Watch, (zoe, "space", occitanie)).by_mail
    assert stranger.post(link).status_code == 200, "twice is as good as once"
    undo = re.search(r'name="undo" value="([^"]+)"', answer.get_data(as_text=True))[1]
    assert stranger.post(f"{link}/undo", data={"undo": undo}).status_code == 200
    db.session.expire_all()
    assert db.session.get(Watch, (zoe, "space", bretagne)).by_mail, "as before"
    assert world.user("zoe").state == "active"


def test_the_foot_says_why_and_how_to_end_it_on_lines_of_their_own(world):
    by_list(world, "zoe")
    world.question()
    foot = letters(world)[0].get_body(("plain",)).get_content().strip().splitlines()[-4:]
    assert foot[0] == "--"
    assert foot[1].startswith("Vous recevez ce courriel parce que vous suivez")
    assert "Ne plus suivre cet espace" in foot[2] and "/unsubscribe/" in foot[2]
    assert foot[3].endswith("/notifications/settings")


def test_no_more_of_a_discussion_mutes_it(world, as_):
    question = world.question(replies=1)
    number = question.id
    link = unsubscribe_link(letters(world)[0])
    as_(None).post(link)
    db.session.expire_all()
    assert db.session.get(Watch, (world.user("awa").id, "item", number)).level == "mute"


def test_no_more_mentions_leaves_replies(world, as_):
    question = world.question()
    world.reply(question, source="Voyez @zoe")
    (to_zoe,) = [letter for letter in letters(world) if letter["To"] == "zoe@example.org"]
    as_(None).post(unsubscribe_link(to_zoe))
    db.session.expire_all()
    kept = db.session.get(NotificationSettings, world.user("zoe").id)
    assert (kept.refused, kept.mail) == (["mention"], "mine")
    world.reply(world.question(), source="Encore @zoe")
    assert len([letter for letter in letters(world) if letter["To"] == "zoe@example.org"]) == 1


@pytest.mark.parametrize("what", ["digest", "all"])
def test_summaries_and_all_letters_end_by_their_own_links(world, as_, what):
    token = addresses.stop_token(world.user("zoe").id, what)
    assert as_(None).post(f"/unsubscribe/{token}").status_code == 200
    db.session.expire_all()
    kept = db.session.get(NotificationSettings, world.user("zoe").id)
    assert (kept.digest, kept.mail) == ("none", "none" if what == "all" else "mine")


def test_a_forged_link_changes_nothing_and_says_what_to_do(world, as_):
    token = addresses.stop_token(world.user("zoe").id, "all")
    forged = token.replace(".all.", ".digest.")
    for bad in (forged, token[:-1] + ("0" if token[-1] != "0" else "1"), "rien", "1.all.0"):
        answer = as_(None).post(f"/unsubscribe/{bad}")
        assert answer.status_code == 422
    assert db.session.get(NotificationSettings, world.user("zoe").id) is None


def test_the_html_of_a_letter_fetches_nothing_and_stands_alone(world):
    html = for_mail(
        '<p>Un <a href="/threads/7" class="reference">fil</a><img src="/files/1" alt="La pompe"></p>'
        '<details><summary>Plus</summary>texte</details><table><tr><td>1</td></tr></table><p onclick="x()">a</p>',
        "https://p.example.org",
    )
    assert "<img" not in html
    assert 'href="https://p.example.org/files/1"' in html
    assert "[La pompe]" in html
    assert 'href="https://p.example.org/threads/7"' in html
    assert "onclick" not in html
    assert "border:1px solid" in html
    by_list(world, "zoe")
    world.question()
    whole = letters(world)[0].get_body(("html",)).get_content()
    assert not re.search(r"<(img|link|script|iframe)\b|url\(|@import", whole)
    assert 'width="600"' in whole, "Outlook needs its width in a table"


def test_what_was_typed_never_makes_a_header(world):
    with transaction():
        mail.post(key="x", to="a@example.org", subject="Un\r\nBcc: b@example.org", text="t",
                  headers={"References": "<a@b>\r\nBcc: c@example.org"})  # fmt: skip
    (letter,) = letters(world)
    assert letter["Bcc"] is None
