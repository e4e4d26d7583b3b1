"""keeping in order: messages that move, acts, notes, several spaces, what a space asks"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "moved_messages",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["items.id"], name=op.f("fk_moved_messages_from_id_items")),
        sa.ForeignKeyConstraint(["to_id"], ["items.id"], name=op.f("fk_moved_messages_to_id_items")),
        sa.PrimaryKeyConstraint("from_id", "from_number", name=op.f("pk_moved_messages")),
    )
    with op.batch_alter_table("moved_messages", schema=None) as batch_op:
        batch_op.create_index("ix_moved_messages_to_id", ["to_id", "to_number"], unique=False)

    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("deed", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("undone_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_acts_by_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_acts_item_id_items")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_acts_space_id_spaces")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["users.id"], name=op.f("fk_acts_undone_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index("ix_acts_item_id", ["item_id", "id"], unique=False)
        batch_op.create_index("ix_acts_space_id", ["space_id", "id"], unique=False)

    op.create_table(
        "keeper_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_keeper_notes_by_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_keeper_notes_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeper_notes")),
    )
    with op.batch_alter_table("keeper_notes", schema=None) as batch_op:
        batch_op.create_index("ix_keeper_notes_item_id", ["item_id", "number"], unique=False)

    op.create_table(
        "item_spaces",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_item_spaces_by_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_spaces_item_id_items")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_item_spaces_space_id_spaces")),
        sa.PrimaryKeyConstraint("item_id", "space_id", name=op.f("pk_item_spaces")),
    )
    with op.batch_alter_table("item_spaces", schema=None) as batch_op:
        batch_op.create_index("ix_item_spaces_space_id", ["space_id"], unique=False)

    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pinned_until", forum.core.db.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("close_reason", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("is_wiki", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("marks", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index("ix_items_pinned_until", ["pinned_until"], unique=False)
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_wiki", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ask_about", sa.String(length=1000), server_default="", nullable=False))
        batch_op.add_column(sa.Column("ask_fields", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.drop_column("ask_fields")
        batch_op.drop_column("ask_about")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_column("is_wiki")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_index("ix_items_pinned_until")
        for name in ("marks", "is_wiki", "close_reason", "pinned_until"):
            batch_op.drop_column(name)
    for name in ("item_spaces", "keeper_notes", "acts", "moved_messages"):
        op.drop_table(name)
