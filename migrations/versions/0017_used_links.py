"""links of letters that were used"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "used_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_used_links")),
    )


def downgrade() -> None:
    op.drop_table("used_links")
