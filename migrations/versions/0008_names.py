"""names folded for completion"""

import sqlalchemy as sa
from alembic import op

from forum.core.ids import folded

revision = "0008"
down_revision = "0007"

TABLES = {"users": 160, "organisations": 240}


def upgrade() -> None:
    for table, length in TABLES.items():
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("name_key", sa.String(length=length), nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch:
            batch.create_index(f"ix_{table}_name_key", ["name_key"])
        rows = sa.table(table, sa.column("id"), sa.column("name"), sa.column("name_key"))
        bind = op.get_bind()
        for number, name in bind.execute(sa.select(rows.c.id, rows.c.name)).all():
            bind.execute(rows.update().where(rows.c.id == number).values(name_key=folded(name)[:length]))
