"""guests of a discussion, invited by e-mail; reminders of polls; words that were merged"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("greeting", sa.String(length=600), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("invited_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_guests_by_id_users")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_guests_ended_by_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_guests_item_id_items")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_guests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
        sa.UniqueConstraint("key", name=op.f("uq_guests_key")),
    )
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.create_index("ix_guests_by_id_invited_at", ["by_id", "invited_at"], unique=False)
        batch_op.create_index("ix_guests_email", ["email"], unique=False)
        batch_op.create_index("ix_guests_item_id", ["item_id", "email"], unique=False)
        batch_op.create_index("ix_guests_user_id", ["user_id", "item_id"], unique=False)

    op.create_table(
        "guest_refusals",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_guest_refusals")),
    )
    op.create_table(
        "tag_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("undone_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_tag_merges_by_id_users")),
        sa.ForeignKeyConstraint(["kept_id"], ["tags.id"], name=op.f("fk_tag_merges_kept_id_tags")),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tag_merges_tag_id_tags")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["users.id"], name=op.f("fk_tag_merges_undone_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_merges")),
    )
    with op.batch_alter_table("tag_merges", schema=None) as batch_op:
        batch_op.create_index("ix_tag_merges_kept_id", ["kept_id"], unique=False)
        batch_op.create_index("ix_tag_merges_tag_id", ["tag_id", "id"], unique=False)

    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_at", forum.core.db.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_column("reminded_at")

    op.drop_table("tag_merges")

    op.drop_table("guest_refusals")
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.drop_index("ix_guests_user_id")
        batch_op.drop_index("ix_guests_item_id")
        batch_op.drop_index("ix_guests_email")
        batch_op.drop_index("ix_guests_by_id_invited_at")

    op.drop_table("guests")
