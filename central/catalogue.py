"""The catalogue of 雲端方案: vendors submit plans, the authority approves or refuses, either withdraws."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import sqlalchemy as sa
import uuid_utils

from central.audit import Act, Who, given, record
from central.plan_checks import is_plan_id, require_offerable
from central.standing import plans_now
from central.store import catalogue as store
from central.store.catalogue import Submission, SubmissionState
from central.store.database import Database
from central.store.document_versions import CATALOGUE, move_on
from kiosk.contract.clock import Clock
from kiosk.domain.plans import Kind, Plan
from kiosk.domain.programme import Programme


class PlanNotFound(Exception):
    """There is no plan of this id, or it is another vendor's."""


class PlanIdTaken(Exception):
    """Another vendor has a plan of this id."""


class PlanUnchanged(Exception):
    """The plan is offered in just this form."""


class SubmissionDecided(Exception):
    """It was decided, replaced or taken back before."""


class LastPlan(Exception):
    """A catalogue without any plan is none: the last one stays."""


class VendorUnknown(Exception):
    """Nobody let a vendor of this id in."""


class VendorTaken(Exception):
    """There is a vendor of this id."""


class PlanState(StrEnum):
    """How a plan stands."""

    PENDING = "pending"  # waits for the authority's first yes
    OFFERED = "offered"
    CHANGE_PENDING = "change_pending"  # offered as it was; a change waits for the authority
    REFUSED = "refused"  # not offered, for the reason that the authority gave
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """How a plan stands: what is offered of it now (None: nothing), and what was asked for last.

    `plan` is what there is to show: what waits for an answer, else what is offered, else what was.
    """

    plan_id: str
    plan: Plan
    offered: Plan | None
    latest: Submission | None

    @property
    def state(self) -> PlanState:
        """In one word."""
        asked = None if self.latest is None else self.latest.state
        if asked is SubmissionState.PENDING:
            return PlanState.PENDING if self.offered is None else PlanState.CHANGE_PENDING
        if self.offered is not None:
            return PlanState.OFFERED
        return PlanState.REFUSED if asked is SubmissionState.REFUSED else PlanState.WITHDRAWN

    @property
    def is_pending(self) -> bool:
        """Whether the authority is asked for an answer."""
        return self.state in {PlanState.PENDING, PlanState.CHANGE_PENDING}


class Catalogue:
    """Changes what is offered. `programme` is as written: its catalogue is what all began with."""

    def __init__(self, database: Database, programme: Programme, clock: Clock) -> None:
        self._database = database
        self._programme = programme
        self._clock = clock

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The brochure's kinds of tools."""
        return self._programme.kinds

    def vendors(self) -> Mapping[str, str]:
        """Who may offer plans: id and name."""
        with self._database.reading() as connection:
            return self._vendors(connection)

    def add_vendor(self, vendor_id: str, name: str, who: Who) -> None:
        """Let a vendor in. Raises `VendorTaken`; ValueError for what is no id or no name."""
        if not 1 <= len(name) <= 100 or not name.isprintable() or not is_plan_id(vendor_id):
            raise ValueError("a vendor's id and name")
        now = self._clock()
        try:
            with self._database.writing() as connection:
                if vendor_id in self._vendors(connection):
                    raise VendorTaken
                store.add_vendor(connection, vendor_id, name)
                record(connection, who, Act("add_vendor", vendor_id, "", {"name": name}), now)
        except sa.exc.IntegrityError:
            raise VendorTaken from None

    def plans(self, vendor_id: str | None = None) -> tuple[PlanStanding, ...]:
        """The plans of one vendor or of all: those that wait for an answer, then those offered, by id."""
        with self._database.reading() as connection:
            found = self._standings(connection, vendor_id)
        return tuple(sorted(found, key=lambda one: (not one.is_pending, not one.offered, one.plan_id)))

    def plan(self, plan_id: str, vendor_id: str | None = None) -> PlanStanding:
        """One of them. Raises `PlanNotFound`, also for another vendor's where `vendor_id` is given."""
        for one in self.plans(vendor_id):
            if one.plan_id == plan_id:
                return one
        raise PlanNotFound

    def pending(self) -> int:
        """How many wait for the authority."""
        with self._database.reading() as connection:
            return store.count_pending(connection)

    def submit(self, plan: Plan, who: Who) -> PlanStanding:
        """A vendor asks for a plan in this form; what waited of the same plan is replaced.

        The vendor's name in `plan` is set by what the authority knows it as. Raises `VendorUnknown`,
        `PlanInvalid`, `PlanIdTaken`, `PlanUnchanged`.
        """
        plan_id, vendor_id = plan.terms.plan_id, plan.terms.vendor_id
        require_offerable(plan, self.kinds)
        now, submission_id = self._clock(), str(uuid_utils.uuid7())
        with self._database.writing() as connection:
            move_on(connection, CATALOGUE)
            name = self._vendors(connection).get(vendor_id)
            if name is None:
                raise VendorUnknown
            plan = replace(plan, terms=replace(plan.terms, vendor_name=name))
            offered = plans_now(connection, self._programme).get(plan_id)
            if self._owner(connection, plan_id) not in {None, vendor_id}:
                raise PlanIdTaken
            if offered == plan:
                raise PlanUnchanged
            store.end_pending(connection, plan_id, SubmissionState.REPLACED, now)
            store.add_submission(connection, submission_id, plan, now)
            figures = {"price": plan.terms.price, "months": plan.terms.months}
            act = Act("submit_plan", plan_id, "", {"submission": submission_id, **figures})
            record(connection, who, act, now)
        return self.plan(plan_id, vendor_id)

    def approve(self, submission_id: str, who: Who, reason: str) -> None:
        """The plan is offered in just the form that was submitted.

        Raises `ReasonMissing`, `PlanNotFound`, `SubmissionDecided`; `PlanInvalid` where it cannot be now.
        """
        self._decide(submission_id, SubmissionState.APPROVED, who, reason)

    def refuse(self, submission_id: str, who: Who, reason: str) -> None:
        """It is not; the vendor reads why. Raises what `approve` raises."""
        self._decide(submission_id, SubmissionState.REFUSED, who, reason)

    def withdraw(self, plan_id: str, who: Who, reason: str, vendor_id: str | None = None) -> None:
        """The plan is not offered any more, from now on; orders that exist go on under their own terms.

        What waits of it is taken back. Raises `ReasonMissing`, `LastPlan`; `PlanNotFound` where there is
        nothing of it, or it is not `vendor_id`'s.
        """
        act, now = Act("withdraw_plan", plan_id, given(reason)), self._clock()
        with self._database.writing() as connection:
            move_on(connection, CATALOGUE)
            offered = plans_now(connection, self._programme)
            owner, plan = self._owner(connection, plan_id), offered.get(plan_id)
            if owner is None or vendor_id not in {None, owner}:
                raise PlanNotFound
            if plan is not None and len(offered) == 1:
                raise LastPlan
            waited = store.end_pending(connection, plan_id, SubmissionState.TAKEN_BACK, now)
            if plan is not None:
                store.set_plan(connection, plan_id, owner, None, now)
            elif not waited:
                raise PlanNotFound
            record(connection, who, act, now)

    def _decide(self, submission_id: str, state: SubmissionState, who: Who, reason: str) -> None:
        reason, now = given(reason), self._clock()
        with self._database.writing() as connection:
            move_on(connection, CATALOGUE)
            found = store.find_submission(connection, submission_id)
            if found is None:
                raise PlanNotFound
            if found.state is not SubmissionState.PENDING:
                raise SubmissionDecided
            plan_id = found.plan.terms.plan_id
            kind = "refuse_plan"
            if state is SubmissionState.APPROVED:
                kind = "approve_plan"
                require_offerable(found.plan, self.kinds)
                store.set_plan(connection, plan_id, found.plan.terms.vendor_id, found.plan, now)
            store.end_submission(connection, submission_id, state, now, reason)
            record(connection, who, Act(kind, plan_id, reason, {"submission": submission_id}), now)

    def _standings(self, connection: sa.Connection, vendor_id: str | None) -> list[PlanStanding]:
        asked = store.latest_submissions(connection)
        offered = plans_now(connection, self._programme)
        plans = {**self._programme.plans, **{key: one.plan for key, one in asked.items()}, **offered}
        waiting = {key: one for key, one in asked.items() if one.state is SubmissionState.PENDING}
        plans |= {key: one.plan for key, one in waiting.items()}
        return [
            PlanStanding(key, plan, offered.get(key), asked.get(key))
            for key, plan in plans.items()
            if vendor_id in {None, plan.terms.vendor_id}
        ]

    def _owner(self, connection: sa.Connection, plan_id: str) -> str | None:
        """Whose id it is: for ever that of who had it first."""
        written = self._programme.plans.get(plan_id)
        return store.owner_of(connection, plan_id) if written is None else written.terms.vendor_id

    def _vendors(self, connection: sa.Connection) -> dict[str, str]:
        written = (plan.terms for plan in self._programme.plans.values())
        return {**{one.vendor_id: one.vendor_name for one in written}, **store.vendors(connection)}
