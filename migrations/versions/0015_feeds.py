"""saved searches and what is told of them, private feed addresses, sheets that were brought in"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0015"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("deadlines", sa.Boolean(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("created_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("confirmed_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("stopped_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("next_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_searches_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )
    with op.batch_alter_table("saved_searches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_searches_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_searches_next_at"), ["next_at"], unique=False)

    op.create_table(
        "item_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("was", sa.String(length=300), nullable=False),
        sa.Column("now", sa.String(length=300), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_changes_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_changes")),
        sa.UniqueConstraint("event_id", name=op.f("uq_item_changes_event_id")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "alerts_told",
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk_alerts_told")),
    )

    op.create_table(
        "feed_keys",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("renewed_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_feed_keys_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_feed_keys")),
    )

    op.create_table(
        "sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("header", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(length=32), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("deeds", sa.JSON(), nullable=False),
        sa.Column("created_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("applied_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("undone_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_sheets_by_id_users")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_sheets_space_id_spaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
    )
    with op.batch_alter_table("sheets", schema=None) as batch_op:
        batch_op.create_index("ix_sheets_space_id", ["space_id", "shape", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("sheets")
    op.drop_table("feed_keys")
    op.drop_table("alerts_told")
    op.drop_table("item_changes")
    op.drop_table("saved_searches")
