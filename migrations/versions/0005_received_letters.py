"""letters that come in"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "received_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_received_letters_user_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_received_letters_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_letters")),
        sa.UniqueConstraint("digest", name=op.f("uq_received_letters_digest")),
    )
    with op.batch_alter_table("received_letters", schema=None) as batch_op:
        batch_op.create_index("ix_received_letters_message", ["message"], unique=False)
        batch_op.create_index("ix_received_letters_user_id_at", ["user_id", "at"], unique=False)
        batch_op.create_index("ix_received_letters_item_id", ["item_id"], unique=False)


def downgrade() -> None:
    op.drop_table("received_letters")
