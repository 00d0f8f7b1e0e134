"""A bug in the back office is a calm page, and its text goes nowhere."""

import logging
import traceback

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.backoffice.words import told

_log = logging.getLogger(__name__)


class CalmErrors:
    """ASGI middleware inside of the office: a bug is a page, and its text goes nowhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def noticing(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noticing)
        except Exception as error:
            status = error.status_code if isinstance(error, HTTPException) else 500
            if status == 500:
                frames = "".join(traceback.format_tb(error.__traceback__))
                _log.error("a page of the office failed: %s\n%s", type(error).__name__, frames)
            if begun:
                raise
            words = told(
                "這個頁面無法完成。請回上一頁再試一次。",
                "This page could not be made. Please go back and try again.",
            )
            page = (
                f'<!doctype html><meta charset="utf-8"><title>{status}</title><h1>{status}</h1><p>{words}</p>'
            )
            await HTMLResponse(page, status)(scope, receive, send)
