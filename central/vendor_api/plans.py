"""`/vendor/v1/plans…`: plans of the vendor whose key the request bears; the authority approves them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends

from central.api.bodies import limited_body, parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.catalogue import Catalogue, LastPlan, PlanIdTaken, PlanNotFound, PlanUnchanged, VendorUnknown
from central.plan_checks import PlanInvalid
from central.vendor_api import examples
from central.vendor_api.models import VendorReasonRequest
from central.vendor_api.plan_models import (
    PlanKind,
    PlanKindsAnswer,
    VendorPlanBody,
    VendorPlanRequest,
    VendorPlansAnswer,
)
from central.vendor_api.router import Calling
from kiosk.contract.api import ApiProblem

_KEY = (ApiProblem.VENDOR_KEY_UNKNOWN,)
_ACT = (*_KEY, ApiProblem.TOO_LARGE, ApiProblem.ENCODING_UNKNOWN, ApiProblem.MALFORMED, ApiProblem.NOT_JSON)
_Body = Annotated[bytes, Depends(limited_body)]

_PROBLEMS: dict[type[Exception], ApiProblem] = {
    PlanNotFound: ApiProblem.PLAN_UNKNOWN,
    PlanIdTaken: ApiProblem.PLAN_ID_TAKEN,
    PlanUnchanged: ApiProblem.PLAN_UNCHANGED,
    LastPlan: ApiProblem.LAST_PLAN,
    VendorUnknown: ApiProblem.NOT_ALLOWED,
}


def plans_router(catalogue: Catalogue, key: Callable[..., Calling]) -> APIRouter:
    """See plans, submit them, withdraw them."""
    router = APIRouter(prefix="/vendor/v1", tags=["vendor"])
    _add_lists(router, catalogue, key)
    _add_acts(router, catalogue, key)
    return router


def _add_lists(router: APIRouter, catalogue: Catalogue, key: Callable[..., Calling]) -> None:
    @router.get(
        "/plan-kinds",
        summary="The brochure's kinds of tools under its six categories: what a plan may say it is.",
        **operation(*_KEY, answers={200: {"kinds": [examples.KIND]}}),
    )
    def kinds(_calling: Annotated[Calling, Depends(key)]) -> PlanKindsAnswer:
        return PlanKindsAnswer(kinds=[PlanKind.of(kind) for kind in catalogue.kinds])

    @router.get(
        "/plans",
        summary="The vendor's plans, and how each stands: those that wait for an answer first.",
        **operation(*_KEY, answers={200: {"plans": [examples.PLAN]}}),
    )
    def plans(calling: Annotated[Calling, Depends(key)]) -> VendorPlansAnswer:
        return VendorPlansAnswer(plans=[VendorPlanBody.of(one) for one in catalogue.plans(calling.vendor_id)])

    @router.get(
        "/plans/{plan_id}",
        summary="One plan.",
        **operation(*_KEY, ApiProblem.PLAN_UNKNOWN, answers={200: examples.PLAN}),
    )
    def plan(plan_id: str, calling: Annotated[Calling, Depends(key)]) -> VendorPlanBody:
        with _as_problems():
            return VendorPlanBody.of(catalogue.plan(plan_id, calling.vendor_id))


def _add_acts(router: APIRouter, catalogue: Catalogue, key: Callable[..., Calling]) -> None:
    @router.put(
        "/plans/{plan_id}",
        summary="Submit a new plan, or a change of one: it is offered once the authority has approved it."
        " What waited of the same plan is replaced.",
        **operation(
            *_ACT,
            ApiProblem.PLAN_INVALID,
            ApiProblem.PLAN_ID_TAKEN,
            ApiProblem.PLAN_UNCHANGED,
            ApiProblem.NOT_ALLOWED,
            body=VendorPlanRequest,
            example=examples.PLAN_CONTENT,
            answers={200: examples.PLAN},
        ),
    )
    def submit(plan_id: str, calling: Annotated[Calling, Depends(key)], body: _Body) -> VendorPlanBody:
        asked = parse(VendorPlanRequest, body).plan(plan_id, calling.vendor_id)
        with _as_problems():
            return VendorPlanBody.of(catalogue.submit(asked, calling.who))

    @router.post(
        "/plans/{plan_id}/withdraw",
        summary="Offer the plan no more, and take back what waits of it. Orders that exist go on.",
        **operation(
            *_ACT,
            ApiProblem.PLAN_UNKNOWN,
            ApiProblem.LAST_PLAN,
            ApiProblem.REASON_MISSING,
            body=VendorReasonRequest,
            example={"reason": "本方案已停止提供"},
            answers={200: {**examples.PLAN, "state": "withdrawn", "offered": None}},
        ),
    )
    def withdraw(plan_id: str, calling: Annotated[Calling, Depends(key)], body: _Body) -> VendorPlanBody:
        reason = parse(VendorReasonRequest, body).reason
        with _as_problems():
            catalogue.withdraw(plan_id, calling.who, reason, calling.vendor_id)
            return VendorPlanBody.of(catalogue.plan(plan_id, calling.vendor_id))


@contextmanager
def _as_problems() -> Iterator[None]:
    try:
        yield
    except PlanInvalid as invalid:
        raise ApiError(ApiProblem.PLAN_INVALID, places=invalid.faults) from None
    except tuple(_PROBLEMS) as error:
        raise ApiError(_PROBLEMS[type(error)]) from None
