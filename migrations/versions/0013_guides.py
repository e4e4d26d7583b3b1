"""guides, the words of attached documents"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "guides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_guides_made_by_id_users")),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=op.f("fk_guides_space_id_spaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guides")),
        sa.UniqueConstraint("external_id", name=op.f("uq_guides_external_id")),
    )
    with op.batch_alter_table("guides", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guides_space_id"), ["space_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guides_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "guide_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["guides.id"], name=op.f("fk_guide_parts_guide_id_guides"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_guide_parts_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_parts")),
    )
    with op.batch_alter_table("guide_parts", schema=None) as batch_op:
        batch_op.create_index("ix_guide_parts_guide_id", ["guide_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_guide_parts_item_id"), ["item_id"], unique=False)

    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("guides", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parts", sa.String(length=120), nullable=True))

    op.create_table(
        "file_texts",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_file_texts_file_id_files"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_file_texts")),
    )


def downgrade() -> None:
    op.drop_table("file_texts")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_column("parts")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_column("guides")

    with op.batch_alter_table("guide_parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guide_parts_item_id"))
        batch_op.drop_index("ix_guide_parts_guide_id")

    op.drop_table("guide_parts")
    with op.batch_alter_table("guides", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guides_changed_at"))
        batch_op.drop_index(batch_op.f("ix_guides_space_id"))

    op.drop_table("guides")
