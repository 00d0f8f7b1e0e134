"""`POST /v1/memberships/{id}/email-codes` and its check."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.email_codes import BETWEEN_CODES, CodeTrouble, EmailCodes
from central.limiting import RateLimits
from kiosk.contract.api import ApiProblem, EmailCodeCheck

_PROBLEMS = {
    CodeTrouble.UNKNOWN: ApiProblem.MEMBERSHIP_UNKNOWN,
    CodeTrouble.TOO_OFTEN: ApiProblem.EMAIL_CODE_TOO_OFTEN,
    CodeTrouble.WRONG: ApiProblem.EMAIL_CODE_WRONG,
    CodeTrouble.EXPIRED: ApiProblem.EMAIL_CODE_EXPIRED,
    CodeTrouble.USED_UP: ApiProblem.EMAIL_CODE_USED_UP,
}


_RETRY_AFTER = BETWEEN_CODES // timedelta(seconds=1)

_Membership = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$", examples=[examples.MEMBERSHIP])]


def email_codes_router(signature: DeviceSignature, codes: EmailCodes, limits: RateLimits) -> APIRouter:
    """Send codes by mail and take them back."""
    router = APIRouter(prefix="/v1/memberships/{membership_id}/email-codes")

    @router.post(
        "",
        status_code=202,
        response_class=Response,
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.MEMBERSHIP_UNKNOWN,
            ApiProblem.EMAIL_CODE_TOO_OFTEN,
            signed=True,
        ),
    )
    def send(membership_id: _Membership, request: Annotated[SignedRequest, Depends(signature)]) -> Response:
        """Mail a code to the membership's contact."""
        device = request.device
        require = partial(limits.require_code, device.device_id)
        trouble = codes.send(device.office, membership_id, require)
        if trouble is not None:
            wait = _RETRY_AFTER if trouble is CodeTrouble.TOO_OFTEN else None
            raise ApiError(_PROBLEMS[trouble], retry_after=wait)
        return Response(status_code=202)

    @router.post(
        "/check",
        status_code=204,
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.MEMBERSHIP_UNKNOWN,
            ApiProblem.EMAIL_CODE_WRONG,
            ApiProblem.EMAIL_CODE_EXPIRED,
            ApiProblem.EMAIL_CODE_USED_UP,
            signed=True,
            body=EmailCodeCheck,
            example=examples.EMAIL_CODE,
        ),
    )
    def check(membership_id: _Membership, request: Annotated[SignedRequest, Depends(signature)]) -> None:
        """Take the code back: 6 digits, 10 minutes, 5 tries, one use."""
        typed = parse(EmailCodeCheck, request.body).code
        trouble, tries_left = codes.check(request.device.office, membership_id, typed)
        if trouble is not None:
            told = tries_left if trouble is CodeTrouble.WRONG else None
            raise ApiError(_PROBLEMS[trouble], told)

    return router


def no_mail_router(signature: DeviceSignature) -> APIRouter:
    """In place of the above where central has no mail server: it says so."""
    router = APIRouter(prefix="/v1/memberships/{membership_id}/email-codes")

    @router.post("", **operation(ApiProblem.MALFORMED, ApiProblem.MAIL_NOT_SENT, signed=True))
    @router.post("/check", **operation(ApiProblem.MALFORMED, ApiProblem.MAIL_NOT_SENT, signed=True))
    def refuse(membership_id: _Membership, _request: Annotated[SignedRequest, Depends(signature)]) -> None:
        """No mail server is set up."""
        raise ApiError(ApiProblem.MAIL_NOT_SENT)

    return router
