"""`GET /metrics`: for whoever watches over central."""

import hmac

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from central.api import examples
from central.api.operations import operation, texts
from central.api.problems import ApiError
from central.limiting import is_passed_on, is_this_machine
from central.metrics import Metrics
from kiosk.contract.api import ApiProblem


def metrics_router(metrics: Metrics, token: str) -> APIRouter:
    """Tell the figures to this machine, and to who knows `token` (none: to nobody else)."""
    router = APIRouter()

    told = operation(ApiProblem.NOT_ALLOWED)
    told["responses"][200] = texts("The figures", {"text/plain": examples.METRICS})

    @router.get("/metrics", response_class=Response, **told)
    def exposition(request: Request) -> Response:
        """Prometheus's text format; no personal data."""
        if not _may_ask(request, token):
            raise ApiError(ApiProblem.NOT_ALLOWED)
        return Response(metrics.exposition(), media_type=CONTENT_TYPE_LATEST)

    return router


def _may_ask(request: Request, token: str) -> bool:
    sent = request.headers.get("authorization", "").encode()
    if token and hmac.compare_digest(sent, f"Bearer {token}".encode()):
        return True
    # What a proxy on this machine passes on is not this machine's own question.
    host = "" if request.client is None else request.client.host
    return is_this_machine(host) and not is_passed_on(request.headers)
