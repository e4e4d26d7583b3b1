"""sources of resources, suggestions of titles, local dates that return, sheets that look alike"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "resource_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("preset", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("paused_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("created_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("next_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("asked_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("came_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("etag", sa.String(length=300), nullable=False),
        sa.Column("last_modified", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("moved_to", sa.String(length=2000), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_resource_sources_by_id_users")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_resource_sources_space_id_spaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_resource_sources_name")),
    )
    with op.batch_alter_table("resource_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_sources_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_sources_space_id"), ["space_id"], unique=False)

    op.create_table(
        "source_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("settled", sa.JSON(), nullable=False),
        sa.Column("waiting", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("first_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("seen_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_source_records_item_id_items")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name=op.f("fk_source_records_settled_by_id_users")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["resource_sources.id"], name=op.f("fk_source_records_source_id_resource_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_records")),
    )
    with op.batch_alter_table("source_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_records_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_source_records_state", ["source_id", "state", "id"], unique=False)
        batch_op.create_index("uq_source_records_source_id", ["source_id", "external_id"], unique=True)

    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("sources", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("sources_before", sa.JSON(), nullable=True))

    with op.batch_alter_table("suggestion_remarks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reported_at", forum.core.db.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reported_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("report", sa.String(length=300), nullable=True))
        batch_op.create_index(batch_op.f("ix_suggestion_remarks_reported_at"), ["reported_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_suggestion_remarks_reported_by_id_users"), "users", ["reported_by_id"], ["id"]
        )

    with op.batch_alter_table("complements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("windows", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("usual_month", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("next_opens_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("next_deadline", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_complements_next_opens_on"), ["next_opens_on"], unique=False)

    op.create_table(
        "resource_pairs",
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["high_id"], ["resources.id"], name=op.f("fk_resource_pairs_high_id_resources")),
        sa.ForeignKeyConstraint(["low_id"], ["resources.id"], name=op.f("fk_resource_pairs_low_id_resources")),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_resource_pairs")),
    )
    with op.batch_alter_table("resource_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_pairs_high_id"), ["high_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_pairs_points"), ["points"], unique=False)


def downgrade() -> None:
    op.drop_table("resource_pairs")
    with op.batch_alter_table("complements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complements_next_opens_on"))
        for name in ("next_deadline", "next_opens_on", "usual_month", "windows"):
            batch_op.drop_column(name)

    with op.batch_alter_table("suggestion_remarks", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_suggestion_remarks_reported_by_id_users"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_suggestion_remarks_reported_at"))
        for name in ("report", "reported_by_id", "reported_at"):
            batch_op.drop_column(name)

    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        for name in ("sources_before", "sources", "title"):
            batch_op.drop_column(name)

    with op.batch_alter_table("source_records", schema=None) as batch_op:
        batch_op.drop_index("uq_source_records_source_id")
        batch_op.drop_index("ix_source_records_state")
        batch_op.drop_index(batch_op.f("ix_source_records_item_id"))

    op.drop_table("source_records")
    with op.batch_alter_table("resource_sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_sources_space_id"))
        batch_op.drop_index(batch_op.f("ix_resource_sources_next_at"))

    op.drop_table("resource_sources")
