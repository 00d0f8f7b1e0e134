"""`GET /healthz` and `GET /readyz`: whether central lives, and whether it can work."""

import sqlalchemy as sa
from fastapi import APIRouter

from central.api.operations import operation
from central.api.problems import ApiError
from central.store.database import Database
from central.store.versions import current_version, head_version
from kiosk.contract.api import ApiProblem


def health_router(database: Database) -> APIRouter:
    """Answer whoever starts, stops and balances processes."""
    router = APIRouter()
    head = head_version()

    @router.get("/healthz", **operation(answers={200: {"status": "ok"}}))
    async def healthz() -> dict[str, str]:
        """The process answers; nothing else is asked."""
        return {"status": "ok"}

    @router.get("/readyz", **operation(ApiProblem.NOT_READY, answers={200: {"status": "ready"}}))
    def readyz() -> dict[str, str]:
        """The database answers, and its tables are those of this program."""
        try:
            with database.reading() as connection:
                version = current_version(connection)
        except sa.exc.DBAPIError:
            raise ApiError(ApiProblem.NOT_READY) from None
        if version != head:
            raise ApiError(ApiProblem.NOT_READY)
        return {"status": "ready"}

    return router
