"""The walk of every route: addresses with real things in them, asked by each role."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from flask import Flask
from PIL import Image
from werkzeug.routing import Rule

from forum.alerts.commands import save
from forum.conversations.commands.begin import begin
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.permissions import SYSTEM
from forum.documents.around import PassageTalk
from forum.documents.models import Document
from forum.documents.suggesting import remark, suggest
from forum.exchange.models import Source, SourceRecord
from forum.exchange.sheets.bringing import bring
from forum.files.commands import attach, store
from forum.guests.commands.inviting import invite
from forum.guides import commands as guides
from forum.items.commands.publish import publish
from forum.items.commands.reply import reply
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.links.models import LinkPlace, WebLink
from forum.needs.models import Need
from forum.people.models import User
from forum.polls.commands import Wanted, ask
from forum.resources.models import Resource
from forum.threads.models import Thread
from tests.world import World

# role of the table -> person of the world; Gaston was invited to the discussion of the private space
ROLES_OF = {
    "visitor": None, "newcomer": "nour", "member": "awa", "other": "zoe", "moderator": "mona", "steward": "stef",
    "administrator": "ada", "guest": "gaston",
}  # fmt: skip
ROLES = tuple(ROLES_OF)
MODELS: dict[str, type[Item]] = {"threads": Thread, "documents": Document, "resources": Resource, "needs": Need}
SKIPPED = {"static", "assets.joined"}  # files, the same for everybody


def routes(app: Flask) -> Iterator[tuple[str, Rule]]:
    """(method, rule) of every route, in a stable order."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint in SKIPPED:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}):
            yield method, rule


class Walk:
    """One item of each kind in an open space and in a private one; `restore` brings the database back."""

    restore: Callable[[], Any]

    def __init__(self, app: Flask, world: World, as_: Callable[[str | None], Any]) -> None:
        self.app, self.as_ = app, as_
        self.author_id = world.user("bruno").id
        self.open = self._things(world, world.space("bretagne"))
        self.closed = self._things(world, world.private_space("bruno"))
        self.guest_id = self._guest(world, self.closed["threads"][0])
        self.sheet_id, self.search_id = self._kept(world)
        self.source_id, self.record_id = self._source(world)
        organisation = world.organisation()
        self.common = {
            "handle": "bruno", "user_id": world.user("bruno").id, "territory": "reg-53", "code": "reg-53",
            "token": "forged", "receipt": "unknown", "version": 1, "number": 2, "kind": "thread",
            "filename": "icons.svg", "subject": "space", "name": "plan.png", "size": "320",
            "organisation_slug": organisation.slug, "tag_slug": "puits", "format_": "zip", "format": "csv",
        }  # fmt: skip

    def _things(self, world: World, space: Any) -> dict[str, Any]:
        made: dict[str, Any] = {"space": space.slug}
        for name, model in MODELS.items():
            with transaction():
                item = publish(
                    SYSTEM, model, space, title=f"Une chose dans {space.slug}", source="Un texte.",
                    author_id=world.user("bruno").id,
                )  # fmt: skip
                reply(SYSTEM, item, "Une réponse.", author_id=world.user("bruno").id)
            made[name] = (item.id, item.slug)
            if name == "threads":
                with transaction():
                    made["poll"] = ask(SYSTEM, Message(item, 1, item), Wanted.of("Oui ou non ?", "Oui", "Non"),
                                       author_id=world.user("bruno").id).id  # fmt: skip
        made["suggestion"] = self._suggestion(world, made["documents"][0])
        with transaction():
            guide = guides.make(SYSTEM, space, title=f"Un guide de {space.slug}")
            guides.add(SYSTEM, guide, [db.session.get(Document, made["documents"][0])])
        made["guides"] = (guide.id, guide.slug)
        made["papers"] = made["documents"]
        made["link"] = self._link(made["threads"][0], space.slug)
        made["upkeep"] = made["resources"]
        made["files"] = (self._file(made["threads"][0]), "plan.png")
        made["conversations"] = self._conversation(world, "awa" if space.is_public else "corinne")
        return made

    def _suggestion(self, world: World, document_id: int) -> int:
        """Of Bruno's about his document, with a remark; and the reply under it speaks of a passage."""
        with transaction():
            document = db.session.get_one(Document, document_id)
            made = suggest(world.actor("bruno"), document, source="Un autre texte.", why="Mieux.", version=1)
            remark(world.actor("bruno"), document, made, "Une remarque.")
            db.session.add(PassageTalk(item_id=document_id, number=2, quote="Un texte."))
        return int(made.id)

    def _link(self, item_id: int, name: str) -> int:
        """Out of a thread, dead."""
        with transaction():
            link = WebLink(digest=name, url=f"https://{name}.example/", host=f"{name}.example", state="dead")
            db.session.add(link)
            db.session.flush()
            db.session.add(LinkPlace(item_id=item_id, number=1, link_id=link.id, place="text", written=link.url))
        return int(link.id)

    def _kept(self, world: World) -> tuple[int, int]:
        """A sheet of Bretagne's catalogue, and a search that Bruno keeps."""
        with transaction():
            sheet = bring(SYSTEM, world.space("bretagne"), "aides.csv", b"Titre;Montant\nFonds de l'eau;100\n",
                          by_id=self.author_id)  # fmt: skip
            search = save(world.actor("bruno"), name="Mes appels", place="resources", args={}, how="none")
        return sheet.id, search.id

    def _source(self, world: World) -> tuple[int, int]:
        """A source of Bretagne's catalogue, with one object that waits."""
        with transaction():
            source = Source(space_id=world.space("bretagne").id, by_id=self.author_id, name="Fonds",
                            url="https://fonds.example/", confirmed_at=clock.now())  # fmt: skip
            db.session.add(source)
            db.session.flush()
            record = SourceRecord(source_id=source.id, external_id="1", digest="", title="Un appel",
                                  values={"title": "Un appel"})  # fmt: skip
            db.session.add(record)
            db.session.flush()
        return int(source.id), int(record.id)

    def _guest(self, world: World, thread_id: int) -> int:
        """Gaston has no account: Bruno brought him into a discussion."""
        with transaction():
            gaston = User(handle="gaston", name="Gaston", email="gaston@example.org", state="guest")
            db.session.add(gaston)
            db.session.flush()
            guest = invite(world.actor("bruno"), db.session.get_one(Thread, thread_id), email="gaston@example.org")
            guest.user_id = gaston.id
        return int(guest.id)

    def _file(self, item_id: int) -> int:
        """A picture attached to a thread."""
        out = BytesIO()
        Image.new("RGB", (8, 8)).save(out, "PNG")
        with transaction():
            file = store(SYSTEM, "plan.png", out.getvalue(), owner_id=self.author_id)
            attach(SYSTEM, [file.id], item_id, 1)
        return int(file.id)

    def _conversation(self, world: World, other: str) -> tuple[int, str]:
        """Of Bruno with the member, or with somebody who is none of the roles: every role is outside then."""
        with transaction():
            made = begin(world.actor("bruno"), [world.user(other)], title="Une conversation", source="Un texte.")
            reply(world.actor("bruno"), made, "Une suite.")
        return made.id, made.slug

    def address(self, rule: Rule, *, private: bool) -> str | None:
        """The rule filled with real things; None when it speaks of nothing that could be private."""
        things = self.closed if private else self.open
        values: dict[str, Any] = {}
        about = False
        room = rule.endpoint.split(".")[0].removesuffix("_api")
        for name in rule.arguments:
            if name == "poll_id":
                values[name], about = things["poll"], True
            elif name == "link_id":
                values[name], about = things["link"], True
            elif name == "suggestion_id":
                values[name], about = things["suggestion"], True
            elif name in ("sheet_id", "search_id"):
                values[name] = self.sheet_id if name == "sheet_id" else self.search_id
            elif name in ("guest_id", "source_id", "record_id"):
                values[name] = getattr(self, name)
            elif name == "file_id":
                values[name], about = things["files"][0], True
            elif name.endswith("_id") and name not in (
                "user_id",
                "token_id",
                "mandate_id",
                "notification_id",
                "mail_id",
                "act_id",
                "note_id",
                "remark_id",
                "version_id",
            ):
                values[name], about = things[room if room in things and room != "files" else "threads"][0], True
            elif name == "slug" and "organisation" in rule.rule:
                values[name] = self.common["organisation_slug"]
            elif name == "slug" and room in things:
                values[name] = things[room][1]
            elif name == "slug":
                values[name], about = things["space"], True
            else:
                values[name] = self.common.get(name, 1)
        if private and not about:
            return None
        built = rule.build(values)
        return built[1] if built else None

    def ask(self, role: str, method: str, address: str) -> int:
        """The status that this role gets, in a database as it was made."""
        self.restore()
        self.app.extensions["limiter"].storage.reset()
        self.app.extensions["kept"].clear()
        # A browser of its own for each request: the one that went through /logout is nobody afterwards.
        client = self.as_(ROLES_OF[role])
        return int(client.open(address, method=method, data={} if method != "GET" else None).status_code)
