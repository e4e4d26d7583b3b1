"""Alembic's environment: the application's metadata and its database."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def include(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """SQLite keeps tables of its own; the search engine makes its tables itself."""
    return not (kind == "table" and name and name.startswith(("sqlite_", "index_")))


def run() -> None:
    """Migrate in one transaction."""
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            include_object=include,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
