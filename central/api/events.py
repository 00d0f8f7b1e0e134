"""`GET /v1/events`: down."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from central.api import examples
from central.api.operations import operation
from central.api.signed import DeviceSignature, SignedRequest
from central.store.database import Database
from central.store.events import Cursor, events_after
from kiosk.contract.api import ApiProblem, EventsAnswer
from kiosk.contract.clock import Clock

_MOST = 500


def events_router(signature: DeviceSignature, database: Database, clock: Clock) -> APIRouter:
    """Give out events."""
    router = APIRouter()

    @router.get(
        "/v1/events",
        response_model=EventsAnswer,
        **operation(ApiProblem.MALFORMED, signed=True, answers={200: examples.EVENTS}),
    )
    def events(
        request: Annotated[SignedRequest, Depends(signature)],
        after: Annotated[str, Query(pattern=Cursor.FORM)] = "",
        limit: Annotated[int, Query(ge=1, le=_MOST)] = _MOST,
        membership_id: Annotated[str | None, Query(pattern=r"^[0-9a-f-]{36}$")] = None,
    ) -> Response:
        """The office's events past the cursor of the answer before; an empty cursor at first.

        Among them those of `guests`: members of other offices, who came to one of this office with the card.
        With `membership_id`, those of this membership alone: for a kiosk that does not have them (any more).
        """
        with database.looking() as connection:
            page = events_after(connection, request.device.office, Cursor.of(after), limit, membership_id)
        # All of it is central's own: to check each event once more would take longer than to find them.
        answer = EventsAnswer.model_construct(
            events=list(page.events), cursor=str(page.cursor), more=page.more, central_time=clock(),
            guests=page.guests,
        )  # fmt: skip
        left_out = set() if page.guests else {"guests"}
        return Response(answer.model_dump_json(exclude=left_out), media_type="application/json")

    return router
