"""Loading the reference data: idempotent, so that `forum init` may run at every start."""

from sqlalchemy import delete, select

from forum.core.db import db
from forum.core.ids import slug_of
from forum.territories import queries
from forum.territories.models import FormerCode, Tag, Territory, TerritoryClosure, Theme
from forum.territories.vocabulary import bundle


def load_territories() -> int:
    """Create or refresh the tree and its closure from the packaged file (INSEE COG). Answers how many."""
    rows = bundle("territories")["territories"]
    known = {row.code: row for row in db.session.scalars(select(Territory))}
    for position, row in enumerate(rows):
        found = known.get(row["id"]) or Territory(code=row["id"])
        known[row["id"]] = found
        found.insee, found.kind, found.name = row["code"], row["kind"], row["name"]
        found.slug, found.timezone, found.position = row["slug"], row["timezone"], position
        found.aliases, found.neighbours = row.get("aliases") or [], row.get("neighbours") or []
        found.network = row.get("rrma") or row.get("coordination") or {}
        found.fallback = row.get("rrma_fallback") or []
        db.session.add(found)
    db.session.flush()
    parents = {row["id"]: row.get("parent") for row in rows}
    for row in rows:
        known[row["id"]].parent_id = known[parents[row["id"]]].id if parents[row["id"]] else None
    _rebuild_closure(known, parents)
    for code, name, successor in bundle("more")["former_regions"]:
        former = FormerCode(code=f"reg-{code}", name=name, territory_id=known[successor].id, until="2015-12-31")
        db.session.merge(former)
    queries.forget()
    return len(rows)


def _rebuild_closure(known: dict[str, Territory], parents: dict[str, str | None]) -> None:
    db.session.execute(delete(TerritoryClosure))
    for code, row in known.items():
        above: str | None = code
        distance = 0
        while above:
            ancestor = known[above]
            db.session.add(TerritoryClosure(ancestor_id=ancestor.id, descendant_id=row.id, distance=distance))
            above, distance = parents.get(above), distance + 1


def load_themes() -> int:
    """Create or refresh the themes of the vocabulary. Answers how many."""
    known = {row.code: row for row in db.session.scalars(select(Theme))}
    for position, row in enumerate(bundle("vocab")["themes"]):
        theme = known.get(row["id"]) or Theme(code=row["id"])
        theme.label, theme.label_en = row["label"], bundle("more")["themes"].get(row["id"], "")
        theme.icon, theme.synonyms, theme.sdgs = row["icon"], row["synonyms"], row["sdgs"]
        theme.position = position
        db.session.add(theme)
    db.session.flush()
    queries.forget()
    return len(bundle("vocab")["themes"])


def tags_named(labels: list[str]) -> list[Tag]:
    """The tags of these words, made when new; a merged tag answers the one it was merged into."""
    wanted = {slug_of(label): label.strip()[:60] for label in labels if label.strip()}
    if not wanted:
        return []
    known = {tag.slug: tag for tag in db.session.scalars(select(Tag).where(Tag.slug.in_(wanted)))}
    found: dict[int, Tag] = {}
    for slug, label in wanted.items():
        tag = known.get(slug)
        if tag is None:
            tag = Tag(slug=slug, label=label)
            db.session.add(tag)
            db.session.flush()
        while tag.merged_into_id and (kept := db.session.get(Tag, tag.merged_into_id)):
            tag = kept
        found[tag.id] = tag
    return list(found.values())
