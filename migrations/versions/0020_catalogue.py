"""complements, dates that return, doubles, who got it, what organisations keep to themselves"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("annual_budget", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("staff", sa.Integer(), nullable=True))

    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("windows", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("usual_month", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("next_opens_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("next_deadline", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("url_key", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("title_key", sa.String(length=200), nullable=False, server_default=""))
        for name in ("complements", "told_by", "obtained_by"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.create_index(batch_op.f("ix_resources_next_opens_on"), ["next_opens_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_resources_url_key"), ["url_key"], unique=False)
    _fill_keys()

    op.create_table(
        "complements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=True),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("tool", sa.String(length=200), nullable=True),
        sa.Column("min_amount", sa.Integer(), nullable=True),
        sa.Column("max_amount", sa.Integer(), nullable=True),
        sa.Column("max_cofunding_pct", sa.Integer(), nullable=True),
        sa.Column("min_age_years", sa.Integer(), nullable=True),
        sa.Column("max_annual_budget", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("deadline_note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name=op.f("fk_complements_resource_id_resources")),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territories.id"], name=op.f("fk_complements_territory_id_territories")
        ),
        sa.ForeignKeyConstraint(["verified_by_id"], ["users.id"], name=op.f("fk_complements_verified_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complements")),
    )
    with op.batch_alter_table("complements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_complements_territory_id"), ["territory_id"], unique=False)
        batch_op.create_index("uq_complements_resource_id", ["resource_id", "territory_id"], unique=True)

    op.create_table(
        "complement_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("is_end", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_complement_versions_by_id_users")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_complement_versions_resource_id_resources")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territories.id"], name=op.f("fk_complement_versions_territory_id_territories")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complement_versions")),
    )
    with op.batch_alter_table("complement_versions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_complement_versions_resource_id", ["resource_id", "territory_id", "id"], unique=False
        )

    op.create_table(
        "resources_not_the_same",
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_resources_not_the_same_by_id_users")),
        sa.ForeignKeyConstraint(["high_id"], ["resources.id"], name=op.f("fk_resources_not_the_same_high_id_resources")),
        sa.ForeignKeyConstraint(["low_id"], ["resources.id"], name=op.f("fk_resources_not_the_same_low_id_resources")),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_resources_not_the_same")),
    )

    op.create_table(
        "resource_outcomes",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("obtained", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("advice", sa.String(length=500), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_resource_outcomes_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_resource_outcomes_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_outcomes_resource_id_resources")
        ),
        sa.PrimaryKeyConstraint("resource_id", "organisation_id", "year", name=op.f("pk_resource_outcomes")),
    )
    with op.batch_alter_table("resource_outcomes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_outcomes_organisation_id"), ["organisation_id"], unique=False)


def _fill_keys() -> None:
    """Sheets that are there already can be found as doubles too: as resources/twins.py makes their keys."""
    db = op.get_bind()
    rows = db.execute(sa.text("SELECT r.id, i.title, r.url FROM resources r JOIN items i ON i.id = r.id"))
    for number, title, url in rows.fetchall():
        flat = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("Œ", "oe")).casefold()
        plain = "".join(each for each in flat if not unicodedata.combining(each))
        words = [word for word in re.findall(r"[a-z0-9]+", plain) if len(word) > 2]
        address = re.sub(r"^www\.", "", re.sub(r"^https?://", "", url.strip().casefold()))
        address = re.split(r"[?#]", address)[0].rstrip("/")
        db.execute(
            sa.text("UPDATE resources SET title_key = :title, url_key = :url WHERE id = :id"),
            {"title": f" {' '.join(words)} "[:200], "url": address[:200], "id": number},
        )


def downgrade() -> None:
    op.drop_table("resource_outcomes")
    op.drop_table("resources_not_the_same")
    op.drop_table("complement_versions")
    op.drop_table("complements")
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resources_url_key"))
        batch_op.drop_index(batch_op.f("ix_resources_next_opens_on"))
        for name in ("obtained_by", "told_by", "complements", "title_key", "url_key", "next_deadline",
                     "next_opens_on", "usual_month", "windows"):  # fmt: skip
            batch_op.drop_column(name)

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_column("staff")
        batch_op.drop_column("annual_budget")
