"""visits, and jumps by date"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("since", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_visits_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_visits")),
    )
    op.create_index("ix_posts_item_id_created_at", "posts", ["item_id", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_posts_item_id_created_at", "posts")
    op.drop_table("visits")
