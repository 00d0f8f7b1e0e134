"""`GET /v1/inquiries`: what the help desk has answered to members whom the office's counters see."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from central.api import examples
from central.api.operations import operation
from central.api.signed import DeviceSignature, SignedRequest
from central.store.database import Database
from central.store.inquiries import answers_for, told_of
from kiosk.contract.api import ApiProblem, InquiriesAnswer

_MOST = 100
_After = Annotated[
    int, Query(ge=0, le=2**62, examples=[17], description="The number of the last one that is known.")
]
_Member = Annotated[
    str | None, Query(pattern=r"^[0-9a-f-]{36}$", description="Those to this membership alone.")
]


def inquiries_router(signature: DeviceSignature, database: Database) -> APIRouter:
    """Give out answers."""
    router = APIRouter()

    @router.get(
        "/v1/inquiries",
        **operation(ApiProblem.MALFORMED, signed=True, answers={200: examples.INQUIRIES}),
    )
    def inquiries(
        request: Annotated[SignedRequest, Depends(signature)],
        after: _After = 0,
        membership_id: _Member = None,
    ) -> InquiriesAnswer:
        """The answers past that number, in their order."""
        office = request.device.office
        with database.reading() as connection:
            found = answers_for(connection, office, after, _MOST + 1, membership_id)
        given = found[:_MOST]
        last = given[-1].answer_number if given else None
        return InquiriesAnswer(
            inquiries=tuple(told_of(one) for one in given), last=last or after, more=len(found) > _MOST
        )

    return router
