"""`/vendor/v1/…`: orders and refunds of the vendor whose key the request bears."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from central.api.bodies import limited_body, parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.audit import Who
from central.store import office_lists, payouts
from central.store.database import Database
from central.store.memberships import OrderRow
from central.vendor import OrderUnknown, Vendor
from central.vendor_api import examples
from central.vendor_api.keys import VendorKeys
from central.vendor_api.models import (
    VendorConfirmRequest,
    VendorInvoiceRequest,
    VendorOrderBody,
    VendorOrdersAnswer,
    VendorPayoutRequest,
    VendorReasonRequest,
    VendorRefundBody,
    VendorRefundsAnswer,
    VendorStartRequest,
)
from kiosk.contract.api import ApiProblem
from kiosk.domain.refusals import Refusal

_MOST = 100
_KEY = (ApiProblem.VENDOR_KEY_UNKNOWN,)
_ACT = (
    *_KEY, ApiProblem.TOO_LARGE, ApiProblem.ENCODING_UNKNOWN, ApiProblem.MALFORMED, ApiProblem.NOT_JSON,
    Refusal.ORDER_STATE, Refusal.DEADLINE_PASSED,
)  # fmt: skip

_Skip = Annotated[int, Query(ge=0, le=1_000_000)]
_Limit = Annotated[int, Query(ge=1, le=_MOST)]
_Body = Annotated[bytes, Depends(limited_body)]


@dataclass(frozen=True, slots=True)
class Calling:
    """The vendor behind a request."""

    vendor_id: str
    who: Who
    vendor: Vendor


class VendorKey:
    """A dependency of FastAPI: the vendor behind the request's key, or 401."""

    def __init__(self, keys: VendorKeys, vendor: Vendor) -> None:
        self._keys = keys
        self._vendor = vendor

    def __call__(
        self,
        given: Annotated[
            HTTPAuthorizationCredentials | None,
            Depends(HTTPBearer(scheme_name="vendor", description="A vendor's key.", auto_error=False)),
        ],
    ) -> Calling:
        """Who it is."""
        owner = None if given is None else self._keys.owner(given.credentials)
        if owner is None:
            raise ApiError(ApiProblem.VENDOR_KEY_UNKNOWN)
        vendor_id, who = owner
        return Calling(vendor_id, who, self._vendor.by(who, vendor_id))


def vendor_router(database: Database, key: VendorKey) -> APIRouter:
    """Lists, and the acts that the back office has as well."""
    router = APIRouter(prefix="/vendor/v1", tags=["vendor"])
    _add_lists(router, database, key)
    _add_acts(router, database, key)
    return router


def _add_lists(router: APIRouter, database: Database, key: VendorKey) -> None:
    @router.get(
        "/orders",
        summary="The vendor's orders: those that wait for the vendor first, then the newest.",
        **operation(*_KEY, answers={200: {"orders": [examples.ORDER], "total": 1}}),
    )
    def orders(
        calling: Annotated[Calling, Depends(key)], skip: _Skip = 0, limit: _Limit = 50
    ) -> VendorOrdersAnswer:
        with database.reading() as connection:
            found = office_lists.vendor_orders(connection, calling.vendor_id, skip=skip, most=limit)
            total = office_lists.count_vendor_orders(connection, calling.vendor_id)
        return VendorOrdersAnswer(orders=[VendorOrderBody.of(one) for one in found], total=total)

    @router.get(
        "/orders/{order_number}",
        summary="One order.",
        **operation(*_KEY, Refusal.ORDER_UNKNOWN, answers={200: examples.ORDER}),
    )
    def order(order_number: str, calling: Annotated[Calling, Depends(key)]) -> VendorOrderBody:
        return _order(database, calling, order_number)

    @router.get(
        "/refunds",
        summary="Refunds whose own payment is to be paid back: those still to do first.",
        **operation(*_KEY, answers={200: {"refunds": [examples.REFUND], "total": 1}}),
    )
    def refunds(
        calling: Annotated[Calling, Depends(key)], skip: _Skip = 0, limit: _Limit = 50
    ) -> VendorRefundsAnswer:
        with database.reading() as connection:
            found = payouts.refunds(connection, calling.vendor_id, skip=skip, most=limit)
            total = payouts.count_refunds(connection, calling.vendor_id)
        return VendorRefundsAnswer(refunds=[VendorRefundBody.of(one) for one in found], total=total)


def _add_acts(router: APIRouter, database: Database, key: VendorKey) -> None:  # noqa: C901, RUF100 - one for each act
    def done(calling: Calling, order_number: str, act: Callable[[], OrderRow]) -> VendorOrderBody:
        act()
        return _order(database, calling, order_number)

    answers = {200: examples.ORDER}

    @router.post(
        "/orders/{order_number}/confirm",
        summary="接單: take the order, with the link at which the buyer pays.",
        **operation(
            *_ACT,
            Refusal.ORDER_UNKNOWN,
            ApiProblem.PAYMENT_LINK,
            body=VendorConfirmRequest,
            example={"payment_url": "https://pay.vendor.example/1"},
            answers=answers,
        ),
    )
    def confirm(order_number: str, calling: Annotated[Calling, Depends(key)], body: _Body) -> VendorOrderBody:
        link = parse(VendorConfirmRequest, body).payment_url
        return done(calling, order_number, lambda: calling.vendor.confirm(order_number, link))

    @router.post(
        "/orders/{order_number}/decline",
        summary="Do not take the order; the buyer's points are free again.",
        **operation(
            *_ACT,
            Refusal.ORDER_UNKNOWN,
            ApiProblem.REASON_MISSING,
            body=VendorReasonRequest,
            example={"reason": "本方案已停止提供"},
            answers=answers,
        ),
    )
    def decline(order_number: str, calling: Annotated[Calling, Depends(key)], body: _Body) -> VendorOrderBody:
        reason = parse(VendorReasonRequest, body).reason
        return done(calling, order_number, lambda: calling.vendor.decline(order_number, reason))

    @router.post(
        "/orders/{order_number}/payment",
        summary="The whole own payment has arrived; `reason` is what shows it.",
        **operation(
            *_ACT,
            Refusal.ORDER_UNKNOWN,
            ApiProblem.REASON_MISSING,
            body=VendorReasonRequest,
            example={"reason": "TX-20260302-0001"},
            answers=answers,
        ),
    )
    def payment(order_number: str, calling: Annotated[Calling, Depends(key)], body: _Body) -> VendorOrderBody:
        reason = parse(VendorReasonRequest, body).reason
        return done(calling, order_number, lambda: calling.vendor.pay(order_number, reason))

    @router.post(
        "/orders/{order_number}/invoice",
        summary="The invoice of this number has been issued.",
        **operation(
            *_ACT,
            Refusal.ORDER_UNKNOWN,
            ApiProblem.REASON_MISSING,
            body=VendorInvoiceRequest,
            example={"invoice_number": "AB-12345678"},
            answers=answers,
        ),
    )
    def invoice(order_number: str, calling: Annotated[Calling, Depends(key)], body: _Body) -> VendorOrderBody:
        number = parse(VendorInvoiceRequest, body).invoice_number
        return done(calling, order_number, lambda: calling.vendor.invoice(order_number, number))

    @router.post(
        "/orders/{order_number}/service",
        summary="開通: the service may be used from this day on.",
        **operation(
            *_ACT,
            Refusal.ORDER_UNKNOWN,
            Refusal.DATE_OUT_OF_ORDER,
            body=VendorStartRequest,
            example={"started_on": "2026-03-04"},
            answers=answers,
        ),
    )
    def service(order_number: str, calling: Annotated[Calling, Depends(key)], body: _Body) -> VendorOrderBody:
        first = parse(VendorStartRequest, body).started_on
        return done(calling, order_number, lambda: calling.vendor.start(order_number, first))

    @router.post(
        "/refunds/{order_number}/paid-out",
        summary="The own payment that the refund gives back was transferred to the buyer.",
        **operation(
            *_ACT,
            Refusal.ORDER_UNKNOWN,
            ApiProblem.REASON_MISSING,
            body=VendorPayoutRequest,
            example={"reference": "RF-20260415-0001"},
            answers={200: examples.REFUND},
        ),
    )
    def paid_out(
        order_number: str, calling: Annotated[Calling, Depends(key)], body: _Body
    ) -> VendorRefundBody:
        calling.vendor.pay_out(order_number, parse(VendorPayoutRequest, body).reference)
        with database.reading() as connection:
            found = payouts.find_refund(connection, calling.vendor_id, order_number)
        assert found is not None
        return VendorRefundBody.of(found)


def _order(database: Database, calling: Calling, order_number: str) -> VendorOrderBody:
    with database.reading() as connection:
        found = office_lists.find_vendor_order(connection, calling.vendor_id, order_number)
    if found is None:
        raise OrderUnknown(order_number)
    return VendorOrderBody.of(found)
