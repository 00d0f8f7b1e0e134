"""`POST /v1/memberships/{id}/email-codes` and its check."""

from typing import Annotated

from fastapi import APIRouter, Depends

from central.api.bodies import parse
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.email_codes import CodeTrouble, EmailCodes
from kiosk.contract.api import ApiProblem, EmailCodeCheck

_PROBLEMS = {
    CodeTrouble.UNKNOWN: ApiProblem.MEMBERSHIP_UNKNOWN,
    CodeTrouble.TOO_OFTEN: ApiProblem.EMAIL_CODE_TOO_OFTEN,
    CodeTrouble.WRONG: ApiProblem.EMAIL_CODE_WRONG,
    CodeTrouble.EXPIRED: ApiProblem.EMAIL_CODE_EXPIRED,
    CodeTrouble.USED_UP: ApiProblem.EMAIL_CODE_USED_UP,
}


def email_codes_router(signature: DeviceSignature, codes: EmailCodes) -> APIRouter:
    """Send codes by mail and take them back."""
    router = APIRouter(prefix="/v1/memberships/{membership_id}/email-codes")

    @router.post("", status_code=202)
    def send(membership_id: str, request: Annotated[SignedRequest, Depends(signature)]) -> None:
        trouble = codes.send(request.device.office, membership_id)
        if trouble is not None:
            raise ApiError(_PROBLEMS[trouble])

    @router.post("/check", status_code=204)
    def check(membership_id: str, request: Annotated[SignedRequest, Depends(signature)]) -> None:
        typed = parse(EmailCodeCheck, request.body).code
        trouble, tries_left = codes.check(request.device.office, membership_id, typed)
        if trouble is not None:
            told = tries_left if trouble is CodeTrouble.WRONG else None
            raise ApiError(_PROBLEMS[trouble], told)

    return router


def no_mail_router(signature: DeviceSignature) -> APIRouter:
    """In place of the above where central has no mail server: it says so."""
    router = APIRouter(prefix="/v1/memberships/{membership_id}/email-codes")

    @router.post("")
    @router.post("/check")
    def refuse(_request: Annotated[SignedRequest, Depends(signature)]) -> None:
        raise ApiError(ApiProblem.MAIL_NOT_SENT)

    return router
