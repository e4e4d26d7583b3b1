"""devices that are told through push services"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "push_devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("told_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("next_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_push_devices_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_devices")),
        sa.UniqueConstraint("digest", name=op.f("uq_push_devices_digest")),
    )
    with op.batch_alter_table("push_devices", schema=None) as batch_op:
        batch_op.create_index("ix_push_devices_next_at", ["next_at"], unique=False)
        batch_op.create_index("ix_push_devices_user_id", ["user_id"], unique=False)

    op.create_table(
        "push_wishes",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("everything", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("quiet_from", sa.Integer(), server_default="21", nullable=False),
        sa.Column("quiet_to", sa.Integer(), server_default="8", nullable=False),
        sa.Column("offer_refused", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_push_wishes_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_push_wishes")),
    )


def downgrade() -> None:
    op.drop_table("push_wishes")
    op.drop_table("push_devices")
