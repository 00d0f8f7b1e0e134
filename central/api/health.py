"""`GET /healthz`."""

from fastapi import APIRouter
from sqlalchemy import text

from central.store.database import Database


def health_router(database: Database) -> APIRouter:
    """Say whether central can answer: it asks its database."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        with database.reading() as connection:
            connection.execute(text("SELECT 1"))
        return {"status": "ok"}

    return router
