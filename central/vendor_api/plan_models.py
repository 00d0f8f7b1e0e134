"""What goes in and out of the vendor interface about plans."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from central.catalogue import PlanStanding, PlanState
from kiosk.domain.plans import Category, Kind, Plan, PlanTerms

_Text = Annotated[str, Field(max_length=1000)]
_Whole = Annotated[int, Field(strict=True)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VendorPlanRequest(_Body):
    """A plan as its vendor wants it offered: `price` in whole NT$ for all of `months`, tax included.

    `kinds` are names of `/vendor/v1/plan-kinds` in `category`. Name and descriptions are one line each.
    """

    category: Category
    kinds: Annotated[list[_Text], Field(max_length=50)]
    plan_name: _Text
    summary: _Text
    summary_en: _Text
    months: _Whole
    price: _Whole

    def plan(self, plan_id: str, vendor_id: str) -> Plan:
        """The plan; the catalogue knows its vendor's name."""
        terms = PlanTerms(
            plan_id=plan_id,
            plan_name=self.plan_name.strip(),
            vendor_id=vendor_id,
            vendor_name="",
            months=self.months,
            price=self.price,
        )
        return Plan(terms, self.category, tuple(self.kinds), self.summary.strip(), self.summary_en.strip())

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """A plan as it travels."""
        terms = plan.terms
        return cls(
            category=plan.category,
            kinds=list(plan.kinds),
            plan_name=terms.plan_name,
            summary=plan.summary,
            summary_en=plan.summary_en,
            months=terms.months,
            price=terms.price,
        )


class VendorPlanBody(_Body):
    """How a plan stands. `offered` is what kiosks show; `submitted` what was asked for last.

    `answer` is the authority's reason, with its moment in `decided_at`.
    """

    plan_id: str
    state: PlanState
    offered: VendorPlanRequest | None
    submitted: VendorPlanRequest | None
    submitted_at: datetime | None
    decided_at: datetime | None
    answer: str

    @classmethod
    def of(cls, standing: PlanStanding) -> Self:
        """As it travels."""
        offered, latest = standing.offered, standing.latest
        return cls(
            plan_id=standing.plan_id,
            state=standing.state,
            offered=None if offered is None else VendorPlanRequest.of(offered),
            submitted=None if latest is None else VendorPlanRequest.of(latest.plan),
            submitted_at=None if latest is None else latest.submitted_at,
            decided_at=None if latest is None else latest.decided_at,
            answer="" if latest is None else latest.reason,
        )


class VendorPlansAnswer(_Body):
    """The vendor's plans: those that wait for an answer first."""

    plans: list[VendorPlanBody]


class PlanKind(_Body):
    """A kind of tool, by the brochure's name, and its category."""

    category: Category
    name: str
    name_en: str

    @classmethod
    def of(cls, kind: Kind) -> Self:
        """As it travels."""
        return cls(category=kind.category, name=kind.name, name_en=kind.name_en)


class PlanKindsAnswer(_Body):
    """All kinds."""

    kinds: list[PlanKind]
