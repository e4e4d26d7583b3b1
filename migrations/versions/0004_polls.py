"""polls under any message"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("polls", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("voters", sa.String(length=12), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("results", sa.String(length=12), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("created_at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("closes_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("closed_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decided_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_option_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_polls_author_id_users")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_polls_decided_by_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_polls_item_id_items")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_polls_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index("ix_polls_item_id", ["item_id", "number", "id"], unique=False)
    op.create_table(
        "poll_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("ends_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_options_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_options")),
    )
    with op.batch_alter_table("poll_options", schema=None) as batch_op:
        batch_op.create_index("ix_poll_options_poll_id", ["poll_id", "place"], unique=False)
    op.create_table(
        "poll_voices",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("voter", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("ballot_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_poll_voices_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_voices_poll_id_polls")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_poll_voices_user_id_users")),
        sa.PrimaryKeyConstraint("poll_id", "voter", name=op.f("pk_poll_voices")),
    )
    with op.batch_alter_table("poll_voices", schema=None) as batch_op:
        batch_op.create_index("ix_poll_voices_ballot_id", ["ballot_id"], unique=False)
        batch_op.create_index("ix_poll_voices_user_id", ["user_id"], unique=False)
    op.create_table(
        "poll_ballots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=8), nullable=False),
        sa.Column("voter", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("receipt", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_poll_ballots_by_id_users")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_ballots_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_ballots")),
    )
    with op.batch_alter_table("poll_ballots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_ballots_poll_id"), ["poll_id"], unique=False)


def downgrade() -> None:
    for table in ("poll_ballots", "poll_voices", "poll_options", "polls"):
        op.drop_table(table)
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_column("polls")
