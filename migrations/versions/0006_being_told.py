"""being told: letters with headers, digests, levels by mail, addresses that refuse"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0006"
down_revision = "0005"

Moment = forum.core.db.Moment


def upgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sender_name", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("headers", sa.JSON(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("again", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("claimed_by", sa.String(length=80), server_default="", nullable=False))
        batch_op.add_column(sa.Column("claimed_at", Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("handing_at", Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("failed_at", Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("problem", sa.String(length=200), server_default="", nullable=False))

    with op.batch_alter_table("watches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_mail", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mailed", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("notification_settings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refused", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("digest", sa.String(length=8), server_default="weekly", nullable=False))
        batch_op.add_column(sa.Column("hour", sa.Integer(), server_default="8", nullable=False))
        batch_op.add_column(sa.Column("weekday", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("next_digest_at", Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("digest_seen", sa.Integer(), nullable=True))
        batch_op.create_index("ix_notification_settings_next_digest_at", ["next_digest_at"], unique=False)

    op.create_table(
        "digests",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_digests_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "period", name=op.f("pk_digests")),
    )
    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_hard", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_bounces_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("key", name=op.f("uq_bounces_key")),
    )
    with op.batch_alter_table("bounces", schema=None) as batch_op:
        batch_op.create_index("ix_bounces_user_id_at", ["user_id", "at"], unique=False)

    op.create_table(
        "mail_stops",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_mail_stops_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mail_stops")),
    )


def downgrade() -> None:
    op.drop_table("mail_stops")
    with op.batch_alter_table("bounces", schema=None) as batch_op:
        batch_op.drop_index("ix_bounces_user_id_at")

    op.drop_table("bounces")
    op.drop_table("digests")
    with op.batch_alter_table("notification_settings", schema=None) as batch_op:
        batch_op.drop_index("ix_notification_settings_next_digest_at")
        for name in ("digest_seen", "next_digest_at", "weekday", "hour", "digest", "refused"):
            batch_op.drop_column(name)

    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.drop_column("mailed")

    with op.batch_alter_table("watches", schema=None) as batch_op:
        batch_op.drop_column("by_mail")

    with op.batch_alter_table("mails", schema=None) as batch_op:
        for name in (
            "problem", "failed_at", "handing_at", "claimed_at", "claimed_by", "again", "headers", "sender_name",
        ):
            batch_op.drop_column(name)
