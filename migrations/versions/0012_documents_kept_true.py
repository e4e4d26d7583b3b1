"""suggestions answered, whether it helped, who tried it, reviews undone, translations"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_before", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("told_due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("tried_by", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("translation_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("translated_version", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.create_foreign_key(
            op.f("fk_documents_translation_of_id_documents"), "documents", ["translation_of_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_documents_translation_of_id"), ["translation_of_id"], unique=False)

    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default=sa.text("1")))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.add_column(sa.Column("offered", sa.Integer(), nullable=False, server_default=sa.text("0")))
        batch_op.create_index(batch_op.f("ix_suggestions_author_id"), ["author_id"], unique=False)

    op.create_table(
        "suggestion_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_suggestion_remarks_author_id_users")),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestions.id"], name=op.f("fk_suggestion_remarks_suggestion_id_suggestions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_remarks")),
    )
    with op.batch_alter_table("suggestion_remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_remarks_suggestion_id"), ["suggestion_id"], unique=False)

    op.create_table(
        "document_helped",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("is_yes", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_helped_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_document_helped_user_id_users")),
        sa.PrimaryKeyConstraint("document_id", "version", "voter", name=op.f("pk_document_helped")),
    )
    op.create_table(
        "document_trials",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("changed", sa.String(length=1000), nullable=False),
        sa.Column("remark", sa.String(length=1000), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_trials_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_document_trials_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_document_trials_user_id_users")),
        sa.PrimaryKeyConstraint("document_id", "organisation_id", name=op.f("pk_document_trials")),
    )
    with op.batch_alter_table("document_trials", schema=None) as batch_op:
        batch_op.create_index("ix_document_trials_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "passage_talks",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(length=500), nullable=False),
        sa.Column("at", forum.core.db.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", forum.core.db.Moment(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_passage_talks_closed_by_id_users")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_passage_talks_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_passage_talks")),
    )


def downgrade() -> None:
    op.drop_table("passage_talks")
    with op.batch_alter_table("document_trials", schema=None) as batch_op:
        batch_op.drop_index("ix_document_trials_organisation_id")

    op.drop_table("document_trials")
    op.drop_table("document_helped")
    with op.batch_alter_table("suggestion_remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_remarks_suggestion_id"))

    op.drop_table("suggestion_remarks")
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestions_author_id"))
        batch_op.drop_column("offered")
        batch_op.drop_column("taken")
        batch_op.drop_column("revision")
        batch_op.drop_column("edition")

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_translation_of_id"))
        batch_op.drop_constraint(op.f("fk_documents_translation_of_id_documents"), type_="foreignkey")
        batch_op.drop_column("translated_version")
        batch_op.drop_column("translation_of_id")
        batch_op.drop_column("tried_by")
        batch_op.drop_column("told_due")
        batch_op.drop_column("review_before")
