"""Accounts with a known password, fictional organisations, a members-only space and a private group."""

from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.markup.render import render
from forum.core.permissions import SYSTEM, Actor
from forum.demo.data_files import data
from forum.people.commands import create_organisation, create_user
from forum.people.models import Mandate, Organisation, User
from forum.people.passwords import hashed
from forum.spaces import actors
from forum.spaces.commands import create_space, give_role, make_steward
from forum.spaces.models import Membership, Space, Stewardship
from forum.territories.models import Territory
from forum.territories.queries import tree

PASSWORD = "palabre-demo"


def space(slug: str) -> Space:
    """A space by slug."""
    found = db.session.scalars(select(Space).where(Space.slug == slug)).first()
    if found is None:
        raise NotFound(f"no space {slug}: run `forum init` first")
    return found


def user(handle: str) -> User:
    """A demonstration account."""
    return db.session.scalars(select(User).where(User.handle == handle)).one()


def actor(handle: str) -> Actor:
    """That account, acting."""
    found = actors.of_user(user(handle).id)
    assert found is not None
    return found


def load_accounts() -> None:
    """The accounts of `more.json` with their places; one that exists is left as it is."""
    known = set(db.session.scalars(select(User.handle)))
    rows = [row for row in data("more")["accounts"] if row["handle"] not in known]
    secret = hashed(PASSWORD) if rows else ""  # one hash for all: it takes a tenth of a second on purpose
    for row in rows:
        made = create_user(
            SYSTEM, name=row["name"], email=f"{row['handle']}@example.org", handle=row["handle"],
            is_admin=row.get("admin", False),
        )  # fmt: skip
        made.password_hash, made.trust = secret, 0 if row.get("newcomer") else 1
        made.territory_id = tree().codes[row["territory"]].id
        made.bio, made.bio_html = row["bio"], render(row["bio"], prefix="bio")


def load_spaces() -> None:
    """The members-only space and the private group, and everybody's roles."""
    known = set(db.session.scalars(select(Space.slug)))
    for row in data("more")["spaces"]:
        if row["slug"] not in known:
            create_space(
                SYSTEM, name=row["name"], slug=row["slug"], parent=space(row["parent"]), kind="group",
                visibility=row["visibility"], joining=row["joining"], summary=row["summary"],
            )  # fmt: skip
        for handle, role in row["members"].items():
            join(space(row["slug"]), user(handle), role)
    for row in data("more")["accounts"]:
        for slug, role in row["spaces"].items():
            join(space(slug), user(row["handle"]), role)
        if code := row.get("steward"):
            territory = db.session.scalars(select(Territory).where(Territory.code == code)).one()
            person = user(row["handle"])
            if db.session.get(Stewardship, (person.id, territory.id)) is None:
                make_steward(SYSTEM, territory, person)


def join(place: Space, person: User, role: str = "member") -> None:
    """Give a role to somebody who has none there yet."""
    if db.session.get(Membership, (person.id, place.id)) is None:
        give_role(SYSTEM, place, person, role)
        db.session.flush()


def load_organisations() -> None:
    """The organisations of `more.json` with their mandates."""
    for row in data("more")["organisations"]:
        fields = {"countries": row["countries"], "themes": row["themes"]}
        made = organisation(row["name"], row["kind"], tree().codes[row["territory"]].id, row["about"], **fields)
        for handle, role in row["mandates"].items():
            mandate(user(handle), made, role)


def organisation(name: str, kind: str, territory_id: int | None, about: str = "", **fields: Any) -> Organisation:
    """The fictional organisation of this name, made when it is not there."""
    found = db.session.scalars(select(Organisation).where(Organisation.name == name)).first()
    words = about or "Structure fictive de la démonstration."
    return found or create_organisation(SYSTEM, name=name, kind=kind, territory_id=territory_id, about=words, **fields)


def mandate(person: User, made: Organisation, role: str = "manager") -> None:
    """Somebody acts for an organisation."""
    here = (Mandate.user_id == person.id, Mandate.organisation_id == made.id)
    if db.session.scalar(select(Mandate.id).where(*here)) is None:
        db.session.add(Mandate(user_id=person.id, organisation_id=made.id, role=role, state="confirmed"))
        db.session.flush()
