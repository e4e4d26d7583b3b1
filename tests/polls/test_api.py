"""Polls by programs: the same commands, the same rights."""

from hashlib import sha256

import pytest

from forum.core.db import db, transaction
from forum.people.models import Token
from tests.polls.made import again, options, poll


@pytest.fixture
def bearer(world):
    """Headers of a token of somebody."""

    def made(who: str, scopes: str = "read,write") -> dict[str, str]:
        with transaction():
            digest = sha256(f"{who}{scopes}".encode()).hexdigest()
            db.session.add(Token(user_id=world.user(who).id, name="test", digest=digest, scopes=scopes))
        return {"Authorization": f"Bearer {who}{scopes}"}

    return made


def test_asking_voting_and_taking_back(world, as_, bearer):
    question = world.question()
    awa, bruno = bearer("awa"), bearer("bruno")
    asked = as_(None).post(f"/api/v1/items/{question.id}/polls", headers=awa, json={
        "question": "Quand ?", "method": "date",
        "options": ["2090-01-12", "2090-01-13T18:30+01:00/2090-01-13T20:00+01:00"], "closes_at": "2090-01-01T00:00Z",
    })  # fmt: skip
    assert asked.status_code == 201, asked.json
    number, first = asked.json["id"], asked.json["options"][0]["id"]
    assert asked.json["options"][1]["starts_at"] == "2090-01-13T17:30:00+00:00"
    put = as_(None).put(f"/api/v1/polls/{number}/ballot", headers=bruno, json={"choices": {str(first): 2}})
    assert put.json == {"voices": 1, "receipt": None}
    shown = as_(None).get(f"/api/v1/polls/{number}").json
    assert (shown["options"][0]["count"], shown["options"][0]["is_best"], shown["mine"]) == (1, True, [])
    listed = as_(None).get(f"/api/v1/items/{question.id}/polls").json["results"]
    assert [each["id"] for each in listed] == [number]
    assert as_(None).delete(f"/api/v1/polls/{number}/ballot", headers=bruno).json["voices"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"choices": ["x"]}, "choices"),
        ({"choices": []}, "choices"),
        ({"choices": [1, 2, 3, 4]}, "choices"),
        ({"organisation": "eau"}, "organisation"),
    ],
)
def test_a_ballot_that_says_nothing_sensible_is_a_422(world, as_, bearer, body, field):
    made = poll(world)
    answer = as_(None).put(f"/api/v1/polls/{made.id}/ballot", headers=bearer("bruno"), json=body)
    assert answer.status_code == 422
    assert field in answer.json["errors"]
    assert again(made).voices == 0


def test_a_secret_vote_answers_its_receipt_and_hides_the_counts(world, as_, bearer):
    made = poll(world, is_secret=True)
    answer = as_(None).put(
        f"/api/v1/polls/{made.id}/ballot", headers=bearer("bruno"), json={"choices": options(made)[:1]}
    )
    assert len(answer.json["receipt"]) == 19
    shown = as_(None).get(f"/api/v1/polls/{made.id}").json
    assert (shown["voices"], shown["options"][0]["count"], shown["abstentions"]) == (1, None, None)


def test_a_token_that_may_only_read_does_not_vote(world, as_, bearer):
    made = poll(world)
    body = {"choices": options(made)[:1]}
    assert (
        as_(None).put(f"/api/v1/polls/{made.id}/ballot", headers=bearer("bruno", "read"), json=body).status_code == 403
    )
    assert as_(None).put(f"/api/v1/polls/{made.id}/ballot", json=body).status_code == 401
