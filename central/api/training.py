"""Training only, and only from this very machine: the parts of vendor and agency, played on demand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from central.agency import Agency
from central.api.bodies import limited_body, parse
from central.api.problems import ApiError
from central.clock.deadlines import Deadlines
from central.limiting import is_this_machine
from central.mail.sink import MailSink, ReceivedMail
from central.store.database import Database
from central.store.memberships import MembershipRow, OrderRow, list_memberships, list_orders
from central.training_staff import TrainingStaff, provide_staff
from central.vendor import Vendor, training_invoice_number
from kiosk.contract.api import ApiProblem
from kiosk.contract.clock import Clock

_REASON = "訓練"


class MembershipChoice(BaseModel):
    """Which membership."""

    membership_id: str


class OrderChoice(BaseModel):
    """Which order."""

    order_number: str


@dataclass(frozen=True, slots=True)
class TrainingParts:
    """What training plays with."""

    database: Database
    vendor: Vendor
    agency: Agency
    deadlines: Deadlines
    sink: MailSink
    clock: Clock


def training_router(parts: TrainingParts) -> APIRouter:
    """Vendor, agency and clock at a call, and a look at memberships, orders and mails."""
    router = APIRouter(
        prefix="/training", dependencies=[Depends(_from_this_machine)], include_in_schema=False
    )
    _add_vendor(router, parts.vendor)

    @router.post("/agency/approve", status_code=204)
    def approve(body: Annotated[bytes, Depends(limited_body)]) -> None:
        parts.agency.approve(parse(MembershipChoice, body).membership_id, _REASON)

    @router.post("/staff", status_code=204)
    def staff(body: Annotated[bytes, Depends(limited_body)]) -> None:
        provide_staff(parts.database, parts.clock, parse(TrainingStaff, body))

    @router.post("/deadlines")
    def deadlines() -> dict[str, int]:
        return {"events": parts.deadlines.apply()}

    @router.get("/memberships")
    def memberships() -> tuple[MembershipRow, ...]:
        with parts.database.reading() as connection:
            return list_memberships(connection)

    @router.get("/orders")
    def orders() -> tuple[OrderRow, ...]:
        with parts.database.reading() as connection:
            return list_orders(connection)

    @router.get("/mails")
    def mails() -> tuple[ReceivedMail, ...]:
        return parts.sink.mails()

    return router


def _add_vendor(router: APIRouter, vendor: Vendor) -> None:
    def invoice(order_number: str) -> OrderRow:
        return vendor.invoice(order_number, training_invoice_number(order_number))

    acts: dict[str, Callable[[str], OrderRow]] = {
        "confirm": vendor.confirm,
        "decline": lambda order_number: vendor.decline(order_number, _REASON),
        "pay": lambda order_number: vendor.pay(order_number, _REASON),
        "invoice": invoice,
        "start": vendor.start,
    }

    @router.post("/vendor/{act}")
    def act(act: str, body: Annotated[bytes, Depends(limited_body)]) -> OrderRow:
        if act not in acts:
            raise ApiError(ApiProblem.MALFORMED)
        return acts[act](parse(OrderChoice, body).order_number)


async def _from_this_machine(request: Request) -> None:
    if request.client is None or not is_this_machine(request.client.host):
        raise ApiError(ApiProblem.NOT_ALLOWED)
