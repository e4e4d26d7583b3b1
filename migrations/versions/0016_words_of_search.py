"""words tied together for the search, and what was searched"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_synonyms_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonyms")),
    )
    op.create_table(
        "told_searches",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("followed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "words", name=op.f("pk_told_searches")),
    )


def downgrade() -> None:
    op.drop_table("told_searches")
    op.drop_table("synonyms")
