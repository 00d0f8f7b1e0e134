"""Vendors' plans, days that differ from the calendar, counties, staff of counters, versions of documents."""

import sqlalchemy as sa
import uuid_utils
from alembic import op

revision = "0005"
down_revision = "0004"

_UUID = sa.String(36)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """New tables; the offices that there are get rows; a review is settled with a decision and words."""
    _documents()
    _catalogue()
    _offices()
    with op.batch_alter_table("review") as review:
        review.add_column(sa.Column("decision", sa.String(20)))
        review.add_column(sa.Column("words", sa.Text))
        review.add_column(sa.Column("settled_by", sa.String(120)))


def _documents() -> None:
    version = op.create_table(
        "document_version",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", "office", name="pk_document_version"),
    )
    op.bulk_insert(
        version,
        [{"name": name, "office": "", "version": 1} for name in ("calendar", "catalogue", "programme")],
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("working", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_calendar_day"),
    )


def _catalogue() -> None:
    op.create_table(
        "vendor",
        sa.Column("vendor_id", sa.String(40), nullable=False),
        sa.Column("vendor_name", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("vendor_id", name="pk_vendor"),
    )
    op.create_table(
        "plan_submission",
        sa.Column("submission_id", _UUID, nullable=False),
        sa.Column("plan_id", sa.String(40), nullable=False),
        sa.Column("vendor_id", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("submitted_at", _MOMENT, nullable=False),
        sa.Column("decided_at", _MOMENT),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name="pk_plan_submission"),
    )
    op.create_index("ix_plan_submission_plan_id", "plan_submission", ["plan_id"])
    op.create_index("ix_plan_submission_state", "plan_submission", ["state"])
    op.create_table(
        "catalogue_plan",
        sa.Column("plan_id", sa.String(40), nullable=False),
        sa.Column("vendor_id", sa.String(40), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True)),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("plan_id", name="pk_catalogue_plan"),
    )


def _offices() -> None:
    office = op.create_table(
        "office",
        sa.Column("office_id", _UUID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("county", sa.String(3)),
        sa.PrimaryKeyConstraint("office_id", name="pk_office"),
        sa.UniqueConstraint("name", name="uq_office_name"),
    )
    named = (sa.table(table, sa.column("office")) for table in ("device", "enrolment_code", "membership"))
    known = sa.union(*(sa.select(table.c.office) for table in named))
    rows = [
        {"office_id": str(uuid_utils.uuid7()), "name": name, "county": None}
        for (name,) in op.get_bind().execute(known).all()
    ]
    if rows:
        op.bulk_insert(office, rows)
    op.create_table(
        "counter_staff",
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("staff_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("disabled_at", _MOMENT),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("office", "staff_id", name="pk_counter_staff"),
    )
