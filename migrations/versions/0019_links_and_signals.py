"""links that are asked whether they still answer, what readers say has changed, letters of upkeep"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    moment = forum.core.db.Moment(timezone=True)
    op.create_table(
        "web_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("host", sa.String(length=260), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=12), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_since", moment, nullable=True),
        sa.Column("checked_at", moment, nullable=True),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("moved_to", sa.String(length=2000), nullable=False),
        sa.Column("trusted_until", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_web_links_digest")),
    )
    op.create_index("ix_web_links_next_at", "web_links", ["next_at"])
    op.create_index("ix_web_links_state", "web_links", ["state"])
    op.create_table(
        "link_places",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=8), nullable=False),
        sa.Column("written", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_link_places_item_id_items")),
        sa.ForeignKeyConstraint(["link_id"], ["web_links.id"], name=op.f("fk_link_places_link_id_web_links")),
        sa.PrimaryKeyConstraint("item_id", "number", "link_id", "place", name=op.f("pk_link_places")),
    )
    op.create_index("ix_link_places_link_id", "link_places", ["link_id"])
    op.create_table(
        "web_hosts",
        sa.Column("host", sa.String(length=260), nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_web_hosts")),
    )
    op.create_table(
        "signals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("is_address_sure", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_signals_item_id_items")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_signals_user_id_users")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name=op.f("fk_signals_settled_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
    )
    op.create_index("ix_signals_item_id", "signals", ["item_id", "state"])
    op.create_index("ix_signals_state", "signals", ["state", "at"])
    op.create_table(
        "upkeep_letters",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_upkeep_letters_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "period", name=op.f("pk_upkeep_letters")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dead_links", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("signals", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_readings_item_id", "readings", ["item_id"])


def downgrade() -> None:
    op.drop_index("ix_readings_item_id", "readings")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_column("signals")
        batch_op.drop_column("dead_links")
    for table in ("upkeep_letters", "signals", "web_hosts", "link_places", "web_links"):
        op.drop_table(table)
