"""The tables behind the documents that change at run time, and of the offices."""

import sqlalchemy as sa

from central.store.tables import Moment, metadata

_UUID = sa.String(36)

document_version = sa.Table(
    "document_version",  # rises with every change of what a document says
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("office", sa.String(200), primary_key=True),  # "" for a document that all offices share
    sa.Column("version", sa.BigInteger, nullable=False),
)

calendar_day = sa.Table(
    "calendar_day",  # differs from the printed calendar; goes before resources/programme.toml
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("working", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

vendor = sa.Table(
    "vendor",  # vendors beside those of resources/catalogue.toml
    metadata,
    sa.Column("vendor_id", sa.String(40), primary_key=True),
    sa.Column("vendor_name", sa.String(100), nullable=False),
)

plan_submission = sa.Table(
    "plan_submission",  # what a vendor wants a plan to be, and what the authority has said to it
    metadata,
    sa.Column("submission_id", _UUID, primary_key=True),
    sa.Column("plan_id", sa.String(40), nullable=False, index=True),
    sa.Column("vendor_id", sa.String(40), nullable=False),
    sa.Column("content", sa.JSON, nullable=False),  # a plan, as in the catalogue
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("submitted_at", Moment, nullable=False),
    sa.Column("decided_at", Moment),
    sa.Column("reason", sa.Text, nullable=False),
)

catalogue_plan = sa.Table(
    "catalogue_plan",  # goes before the plan of the same id in resources/catalogue.toml
    metadata,
    sa.Column("plan_id", sa.String(40), primary_key=True),
    sa.Column("vendor_id", sa.String(40), nullable=False),
    sa.Column("content", sa.JSON(none_as_null=True)),  # none: withdrawn
    sa.Column("changed_at", Moment, nullable=False),
)

office = sa.Table(
    "office",
    metadata,
    sa.Column("office_id", _UUID, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("county", sa.String(3)),  # as central.counties has it
)

counter_staff = sa.Table(
    "counter_staff",  # who signs in at an office's kiosks
    metadata,
    sa.Column("office", sa.String(200), primary_key=True),
    sa.Column("staff_id", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),  # Argon2id
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("disabled_at", Moment),
    sa.Column("added_at", Moment, nullable=False),
)

device_condition = sa.Table(
    "device_condition",  # how each kiosk said last that it is
    metadata,
    sa.Column("device_id", _UUID, sa.ForeignKey("device.device_id"), primary_key=True),
    sa.Column("taken_at", Moment, nullable=False),
    sa.Column("report", sa.JSON, nullable=False),  # kiosk.contract.condition
)

office_setting = sa.Table(
    "office_setting",  # what is set for an office's kiosks, or for one of them
    metadata,
    sa.Column("office", sa.String(200), primary_key=True),
    sa.Column("terminal", sa.String(40), primary_key=True),  # "" for all of the office
    sa.Column("content", sa.JSON, nullable=False),  # kiosk.contract.office_settings
    sa.Column("changed_at", Moment, nullable=False),
)

update_announcement = sa.Table(
    "update_announcement",  # which version kiosks are to have, and from when on
    metadata,
    sa.Column("version", sa.String(40), primary_key=True),
    sa.Column("begins_at", Moment, nullable=False),
    sa.Column("share", sa.Integer, nullable=False),  # per cent of the kiosks
    sa.Column("offices", sa.JSON, nullable=False),  # their names; none: all
    sa.Column("announced_at", Moment, nullable=False),
)
