"""`POST /v1/fido/tickets`, `GET /v1/fido/tickets/{ticket_id}`: signing by phone, without a card."""

from typing import Annotated, NoReturn

from fastapi import APIRouter, Depends, Path

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.fido.broker import BETWEEN_QUESTIONS, Broker, TicketUnknown
from central.fido.protocol import FidoFailure, FidoRefused
from kiosk.contract.api import ApiProblem, FidoTicket, FidoTicketRequest
from kiosk.contract.codec import Malformed

_WAIT = int(BETWEEN_QUESTIONS.total_seconds())


def fido_router(signature: DeviceSignature, broker: Broker | None) -> APIRouter:
    """Broker signatures; None: this central has not been set up for it, and says so."""
    router = APIRouter(prefix="/v1/fido/tickets")

    @router.post(
        "",
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.FIDO_NOT_REGISTERED,
            ApiProblem.FIDO_NOT_SET_UP,
            ApiProblem.FIDO_TROUBLE,
            signed=True,
            body=FidoTicketRequest,
            example=examples.FIDO_REQUEST,
            answers={200: examples.FIDO_TICKET},
        ),
    )
    def begin(request: Annotated[SignedRequest, Depends(signature)]) -> FidoTicket:
        """Begin; `qr` is shown as a QR code, which the person scans. The same again gives the same ticket."""
        told = parse(FidoTicketRequest, request.body)
        try:
            return _required(broker).begin(request.device.device_id, told.statement, told.national_id)
        except Malformed:
            raise ApiError(ApiProblem.MALFORMED) from None
        except FidoRefused as refused:
            _refuse(refused)

    @router.get(
        "/{ticket_id}",
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.FIDO_TICKET_UNKNOWN,
            ApiProblem.FIDO_NOT_SET_UP,
            ApiProblem.REVOCATION_UNKNOWN,
            ApiProblem.FIDO_TROUBLE,
            signed=True,
            answers={200: examples.FIDO_TICKET},
        ),
    )
    def look(
        ticket_id: Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")],
        request: Annotated[SignedRequest, Depends(signature)],
    ) -> FidoTicket:
        """How it stands. With `success` comes the signature that goes into the command's envelope."""
        try:
            return _required(broker).look(request.device.device_id, ticket_id)
        except TicketUnknown:
            raise ApiError(ApiProblem.FIDO_TICKET_UNKNOWN) from None
        except FidoRefused as refused:
            _refuse(refused)

    return router


def _required(broker: Broker | None) -> Broker:
    if broker is None:
        raise ApiError(ApiProblem.FIDO_NOT_SET_UP)
    return broker


def _refuse(refused: FidoRefused) -> NoReturn:
    if refused.failure is FidoFailure.NOT_REGISTERED:
        raise ApiError(ApiProblem.FIDO_NOT_REGISTERED) from None
    raise ApiError(ApiProblem.FIDO_TROUBLE, retry_after=_WAIT) from None
