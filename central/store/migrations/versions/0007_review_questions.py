"""What counters ask the review desk."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_UUID = sa.String(36)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "review_question",
        sa.Column("question_id", _UUID, nullable=False),
        sa.Column("review_id", _UUID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.review_id"]),
        sa.PrimaryKeyConstraint("question_id"),
    )
    op.create_index("ix_review_question_review_id", "review_question", ["review_id"])
