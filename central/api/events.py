"""`GET /v1/events`: down."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from central.api.signed import DeviceSignature, SignedRequest
from central.store.database import Database
from central.store.events import events_after
from kiosk.contract.api import EventsAnswer
from kiosk.contract.clock import Clock

_MOST = 500


def events_router(signature: DeviceSignature, database: Database, clock: Clock) -> APIRouter:
    """Give out events."""
    router = APIRouter()

    @router.get("/v1/events")
    def events(
        request: Annotated[SignedRequest, Depends(signature)],
        after: Annotated[str, Query(pattern="^[0-9]{0,18}$")] = "",
        limit: Annotated[int, Query(ge=1, le=_MOST)] = _MOST,
    ) -> EventsAnswer:
        with database.reading() as connection:
            page = events_after(connection, request.device.office, int(after or "0"), limit)
        return EventsAnswer(
            events=list(page.events), cursor=str(page.position), more=page.more, central_time=clock()
        )

    return router
