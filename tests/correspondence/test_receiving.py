"""A letter comes in: it is posted, explained, set aside or refused, as the page would."""

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.correspondence.models import ReceivedLetter
from tests.correspondence.conftest import written


def test_an_answer_is_posted_as_the_person_under_the_message_it_answers(post_office, world):
    question = world.question(replies=1)
    said = post_office.send("La nôtre a tenu deux ans.", to=post_office.to_message(question, "awa", 2))
    assert (said.code, said.word) == (0, "posted")
    last = post_office.posts(question)[-1]
    assert (last.source, last.author_id, last.reply_to) == ("La nôtre a tenu deux ans.", world.user("awa").id, 2)
    assert post_office.letters() == []


def test_a_letter_delivered_twice_is_posted_once(post_office, world):
    question = world.question()
    raw = written("Une seule fois.", to=post_office.to_message(question, "bruno"), by="bruno@example.org")
    assert [post_office.raw(raw).word for _time in range(3)] == ["posted", "twice", "twice"]
    assert len(post_office.posts(question)) == 1


@pytest.mark.parametrize("change", ["other person", "other item", "other number", "signature", "domain"])
def test_a_forged_address_does_not_exist(post_office, world, change):
    question = world.question(replies=1)
    local, domain = post_office.to_message(question, "awa").split("@")
    _r, user, item, number, signature = local.split(".")
    parts = {
        "other person": f"r.{world.user('mona').id}.{item}.{number}.{signature}@{domain}",
        "other item": f"r.{user}.{int(item) + 1}.{number}.{signature}@{domain}",
        "other number": f"r.{user}.{item}.2.{signature}@{domain}",
        "signature": f"r.{user}.{item}.{number}.{'0' * 16}@{domain}",
        "domain": f"{local}@example.net",
    }
    assert post_office.raw(written("Bonjour à tous.", to=parts[change]), parts[change]).code == 67
    assert len(post_office.posts(question)) == 1


@pytest.mark.parametrize("by", ["zoe@example.org", "inconnue@example.net"])
def test_a_wrong_sender_gets_a_useful_answer_with_the_text_and_nothing_is_posted(post_office, world, by):
    question = world.question()
    address = post_office.to_message(question, "awa")
    for text in ("Un texte que je ne veux pas perdre.", "Encore un."):
        assert post_office.send(text, by=by, to=address).code == 0
    assert post_office.posts(question) == []
    [(to, _subject, text)] = post_office.letters()  # one a day
    assert to == by
    assert "Écrivez depuis l’adresse de votre compte" in text
    assert "Un texte que je ne veux pas perdre." in text
    assert "awa@" not in text


def test_a_closed_discussion_says_so_in_the_language_of_the_account(post_office, world):
    question = world.question()
    with transaction():
        question.closed_at = clock.now()
        world.user("awa").locale = "en"
    for _time in range(2):
        assert post_office.send("Too late?", to=post_office.to_message(question, "awa")).word == "explained"
    letters = post_office.letters()
    assert len(letters) == 2  # the signed address is hers alone: each of her letters is answered
    assert "This discussion is closed" in letters[0][2]
    assert "space+bretagne@" in letters[0][2]
    assert "Too late?" in letters[0][2]


def test_a_newcomers_links_wait_for_a_moderator_as_on_the_page(post_office, world):
    question = world.question()
    said = post_office.send(
        "Achetez sur https://example.com !", by="nour@example.org", to=post_office.to_message(question, "nour")
    )
    assert said.word == "posted"
    assert post_office.posts(question)[0].state == "pending"
    assert "sera relu avant d’être publié" in post_office.letters()[0][2]


def test_what_one_may_not_read_any_more_cannot_be_answered(post_office, world):
    space = world.private_space("awa", "bruno")
    question = world.question(space=space)
    address = post_office.to_message(question, "zoe")
    assert post_office.send("Je lis tout.", by="zoe@example.org", to=address).word == "explained"
    assert post_office.posts(question) == []
    assert question.title not in post_office.letters()[0][2]


def test_a_suspended_account_is_refused(post_office, world):
    question = world.question()
    address = post_office.to_message(question, "bruno")
    with transaction():
        world.user("bruno").state = "suspended"
    assert post_office.send(by="bruno@example.org", to=address).code == 77
    assert (post_office.posts(question), post_office.letters()) == ([], [])


def test_an_empty_answer_is_explained(post_office, world):
    question = world.question()
    assert post_office.send("\n\n> tout est cité\n", to=post_office.to_message(question, "awa")).word == "explained"
    assert post_office.posts(question) == []


PASS = "mx.localhost; spf=pass smtp.mailfrom=awa@example.org; dkim=pass header.d=example.org; dmarc=pass"


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ("127.0.0.1; dmarc=pass (p=reject) header.from=example.org", 0),
        ("127.0.0.1; spf=fail smtp.mailfrom=evil.example; dkim=none", 77),
        ("127.0.0.1; spf=fail smtp.mailfrom=list.example; dkim=pass header.d=example.org", 0),  # through a forwarder
        ("127.0.0.1; dkim=pass header.d=evil.example; dmarc=fail header.from=example.org", 77),
        ("127.0.0.1; spf=pass smtp.mailfrom=evil.example; dkim=fail header.d=example.org", 77),
        ("127.0.0.1; spf=none; dkim=none", 0),
        ("evil.example; dmarc=fail", 0),  # another server's word is nothing to us
    ],
)
def test_what_our_mail_server_found_forged_is_refused_without_an_answer(post_office, world, found, code):
    said = post_office.send(
        "Une question.", to=post_office.to_space(), subject="Une question", Authentication_Results=found
    )
    assert said.code == code
    assert (len(post_office.threads()), len(post_office.letters())) == ((1, 1) if code == 0 else (0, 0))


def test_two_senders_are_no_sender(post_office, world):
    raw = written("Bonjour.", to=post_office.to_space(), subject="Une question").replace(
        b"<awa@example.org>", b"<awa@example.org>, evil@example.net"
    )
    assert post_office.raw(raw).code == 77


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"subject": "Absence du bureau : Re: Une pompe"},
        {"subject": "Réponse automatique : Une pompe"},
        {"subject": "Out of office"},
        {"subject": "Automatic reply: Une pompe"},
        {"Return_Path": "<>"},
        {"envelope": ""},
        {"message_id": "<item.1.2@127.0.0.1>"},
        {"X_Loop": "palabre@127.0.0.1"},
        {"List_Id": "<autre.liste.example>"},
    ],
    ids=str,
)
def test_nobody_wrote_it_just_now(post_office, world, headers):
    question = world.question()
    for address in (post_office.to_message(question, "awa"), post_office.to_space(), "palabre@127.0.0.1"):
        assert post_office.send("Je suis absente jusqu’au 12.", to=address, **headers).code == 0
    assert (post_office.posts(question), len(post_office.threads()), post_office.letters()) == ([], 1, [])


def test_absence_in_a_subject_that_a_person_wrote_is_no_machine(post_office, world):
    question = world.question()
    address = post_office.to_message(question, "awa")
    assert (
        post_office.send("Oui.", to=address, subject="Re: Absence du trésorier", Auto_Submitted="no").word == "posted"
    )


def test_nothing_is_known_of_the_letter_but_that_it_came(post_office, world):
    post_office.send("Un secret.", to=post_office.to_space(), subject="Une question")
    row = db.session.scalars(select(ReceivedLetter)).one()
    assert (row.outcome, row.user_id, row.number) == ("begun", world.user("awa").id, 1)
    assert "example.org" not in str(vars(row))


def test_what_goes_wrong_in_here_comes_again_and_leaves_nothing_behind(post_office, world):
    question = world.question()
    address = post_office.to_message(question, "awa")
    raw = written("Revenez plus tard.", to=address)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE reactions RENAME TO reactions_away")
        connection.exec_driver_sql("ALTER TABLE posts RENAME TO posts_away")
    try:
        assert post_office.raw(raw).code == 75
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE posts_away RENAME TO posts")
            connection.exec_driver_sql("ALTER TABLE reactions_away RENAME TO reactions")
    assert post_office.raw(raw).word == "posted"
    assert [post.number for post in post_office.posts(question)] == [2]


def test_one_person_cannot_flood_a_space(post_office, world):
    with transaction():
        db.session.add_all(
            ReceivedLetter(digest=f"{n:064}", message=f"{n:064}", outcome="posted", user_id=world.user("awa").id)
            for n in range(60)
        )
    assert post_office.send(to=post_office.to_space(), subject="Encore une question").code == 75
    assert post_office.threads() == []


def test_files_are_named_when_they_are_not_kept(post_office, world):
    question = world.question()
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        "awa@example.org",
        post_office.to_message(question, "awa"),
        "<f@x>",
    )
    message.set_content("Voici le devis.")
    message.add_attachment(
        b"%PDF-1.4" + b"0" * 200_000, maintype="application", subtype="pdf", filename="devis_été.pdf"
    )
    assert post_office.raw(message.as_bytes()).word == "posted"
    source = post_office.posts(question)[0].source
    assert source.startswith("Voici le devis.")


def test_two_deliveries_at_the_same_moment_are_one_message(app, post_office, world):
    from concurrent.futures import ThreadPoolExecutor

    from forum.correspondence.commands.receive import receive

    question = world.question()
    raw = written("En même temps.", to=post_office.to_message(question, "awa"))

    def deliver(_time):
        with app.app_context():
            outcome = receive(raw)
            db.session.remove()
            return outcome

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(deliver, range(4)))
    codes = [each.code for each in outcomes]
    assert codes.count(0) >= 1
    assert set(codes) <= {0, 75}  # whoever was too early comes again
    assert [each.word for each in outcomes].count("posted") == 1
    assert len(post_office.posts(question)) == 1
