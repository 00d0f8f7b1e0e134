"""Plans as the authority has approved them since the catalogue was written, and what vendors ask for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from central.store.office_tables import catalogue_plan, plan_submission, vendor
from kiosk.domain.plans import Category, Plan, PlanTerms


class SubmissionState(StrEnum):
    """What became of what a vendor asked for."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"  # by a later one of the same plan, before it was decided
    TAKEN_BACK = "taken_back"  # with the plan, which was withdrawn


@dataclass(frozen=True, slots=True)
class Submission:
    """A plan as its vendor wants it; `reason` is the authority's."""

    submission_id: str
    plan: Plan
    state: SubmissionState
    submitted_at: datetime
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ChangedPlan:
    """What the catalogue says of a plan instead of resources/catalogue.toml; no `plan`: withdrawn."""

    plan_id: str
    vendor_id: str
    plan: Plan | None
    changed_at: datetime


_SUBMISSION = [
    plan_submission.c[name]
    for name in ("submission_id", "content", "state", "submitted_at", "decided_at", "reason")
]


def changed_plans(connection: sa.Connection) -> tuple[ChangedPlan, ...]:
    """All of them, in the order in which they came."""
    columns = (
        catalogue_plan.c.plan_id,
        catalogue_plan.c.vendor_id,
        catalogue_plan.c.content,
        catalogue_plan.c.changed_at,
    )
    rows = connection.execute(sa.select(*columns).order_by(catalogue_plan.c.plan_id))
    return tuple(
        ChangedPlan(plan_id, vendor_id, None if content is None else _plan(content), at)
        for plan_id, vendor_id, content, at in rows
    )


def set_plan(
    connection: sa.Connection, plan_id: str, vendor_id: str, plan: Plan | None, at: datetime
) -> None:
    """Let the catalogue say this of a plan; None: it is not offered any more."""
    content = None if plan is None else _content(plan)
    changed = connection.execute(
        sa.update(catalogue_plan)
        .where(catalogue_plan.c.plan_id == plan_id)
        .values(content=content, changed_at=at)
    )
    if not changed.rowcount:
        connection.execute(
            sa.insert(catalogue_plan).values(
                plan_id=plan_id, vendor_id=vendor_id, content=content, changed_at=at
            )
        )


def add_submission(connection: sa.Connection, submission_id: str, plan: Plan, at: datetime) -> None:
    """Keep what a vendor asks for."""
    connection.execute(
        sa.insert(plan_submission).values(
            submission_id=submission_id,
            plan_id=plan.terms.plan_id,
            vendor_id=plan.terms.vendor_id,
            content=_content(plan),
            state=SubmissionState.PENDING.value,
            submitted_at=at,
            reason="",
        )
    )


def find_submission(connection: sa.Connection, submission_id: str) -> Submission | None:
    """The one of this id."""
    query = sa.select(*_SUBMISSION).where(plan_submission.c.submission_id == submission_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _submission(row)


def latest_submissions(connection: sa.Connection) -> Mapping[str, Submission]:
    """The latest of each plan, by the plan's id."""
    query = sa.select(*_SUBMISSION).order_by(plan_submission.c.submission_id)
    found = (_submission(row) for row in connection.execute(query))
    return {one.plan.terms.plan_id: one for one in found}


def owner_of(connection: sa.Connection, plan_id: str) -> str | None:
    """The vendor that has asked for a plan of this id; None where nobody has."""
    query = sa.select(plan_submission.c.vendor_id).where(plan_submission.c.plan_id == plan_id).limit(1)
    return connection.scalar(query)


def count_pending(connection: sa.Connection) -> int:
    """How many wait for the authority."""
    query = sa.select(sa.func.count()).where(plan_submission.c.state == SubmissionState.PENDING.value)
    return connection.scalar(query) or 0


def end_submission(
    connection: sa.Connection, submission_id: str, state: SubmissionState, at: datetime, reason: str
) -> None:
    """The authority's answer."""
    connection.execute(
        sa.update(plan_submission)
        .where(plan_submission.c.submission_id == submission_id)
        .values(state=state.value, decided_at=at, reason=reason)
    )


def end_pending(connection: sa.Connection, plan_id: str, state: SubmissionState, at: datetime) -> bool:
    """What waits of a plan is not to be decided any more; False where nothing does."""
    pending = plan_submission.c.state == SubmissionState.PENDING.value
    ended = connection.execute(
        sa.update(plan_submission)
        .where(plan_submission.c.plan_id == plan_id, pending)
        .values(state=state.value, decided_at=at)
    )
    return ended.rowcount > 0


def vendors(connection: sa.Connection) -> Mapping[str, str]:
    """Vendors that the authority let in beside those of the catalogue: id and name."""
    rows = connection.execute(sa.select(vendor.c.vendor_id, vendor.c.vendor_name))
    return {vendor_id: name for vendor_id, name in rows}  # noqa: C416 - rows are no pairs


def add_vendor(connection: sa.Connection, vendor_id: str, name: str) -> None:
    """Let one in. Raises IntegrityError for an id that is taken."""
    connection.execute(sa.insert(vendor).values(vendor_id=vendor_id, vendor_name=name))


def _submission(row: sa.Row) -> Submission:  # type: ignore[type-arg]
    return Submission(
        row.submission_id,
        _plan(row.content),
        SubmissionState(row.state),
        row.submitted_at,
        row.decided_at,
        row.reason,
    )


def _content(plan: Plan) -> dict[str, Any]:
    return {**asdict(plan), "category": plan.category.value, "kinds": list(plan.kinds)}


def _plan(content: dict[str, Any]) -> Plan:
    return Plan(
        terms=PlanTerms(**content["terms"]),
        category=Category(content["category"]),
        kinds=tuple(content["kinds"]),
        summary=content["summary"],
        summary_en=content["summary_en"],
    )
