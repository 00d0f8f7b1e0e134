"""`POST /v1/papers`: a counter hands a paper over; `GET /papers/{token}`: whoever has its link fetches it."""

import base64
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from central.api import examples
from central.api.bodies import parse
from central.api.operations import operation, texts
from central.api.pages import both, page, wants_page
from central.api.problems import ApiError
from central.api.signed import DeviceSignature, SignedRequest
from central.handed_papers import AddressNotConfirmed, HandedPapers, MembershipNotSeen, NoPdf
from central.limiting import RateLimits
from central.store.handed_papers import KeptPaper
from kiosk.contract.api import ApiProblem, PaperAnswer, PaperRequest

_FILE_HEADERS = {
    "cache-control": "no-store, private",
    "content-disposition": 'inline; filename="paper.pdf"',
    "content-security-policy": "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
}


def papers_router(signature: DeviceSignature, papers: HandedPapers, limits: RateLimits) -> APIRouter:
    """Take papers from counters, give them to whoever has the link."""
    router = APIRouter()

    @router.post(
        "/v1/papers",
        **operation(
            ApiProblem.MALFORMED,
            ApiProblem.NOT_JSON,
            ApiProblem.MEMBERSHIP_UNKNOWN,
            ApiProblem.ADDRESS_NOT_CONFIRMED,
            ApiProblem.MAIL_NOT_SENT,
            signed=True,
            body=PaperRequest,
            example=examples.PAPER,
            answers={200: examples.PAPER_HANDED},
        ),
    )
    def hand_over(request: Annotated[SignedRequest, Depends(signature)]) -> PaperAnswer:
        """Keep a paper for seven days behind a link of its own; mail the link where that is asked for.

        It goes to the confirmed address of the membership alone.
        """
        asked, device = parse(PaperRequest, request.body), request.device
        if asked.mail and not papers.mails:
            raise ApiError(ApiProblem.MAIL_NOT_SENT)
        try:
            handed = papers.hand_over(
                device,
                asked.membership_id,
                KeptPaper(asked.name, base64.b64decode(asked.pdf, validate=True)),
                mail=asked.mail,
                require=partial(limits.require_code, device.device_id),
            )
        except (ValueError, NoPdf):
            raise ApiError(ApiProblem.MALFORMED) from None
        except MembershipNotSeen:
            raise ApiError(ApiProblem.MEMBERSHIP_UNKNOWN) from None
        except AddressNotConfirmed:
            raise ApiError(ApiProblem.ADDRESS_NOT_CONFIRMED) from None
        return PaperAnswer(url=handed.url, kept_until=handed.kept_until, mailed_to=_masked(handed.mailed_to))

    told = operation(ApiProblem.NOTHING_HERE)
    told["responses"][200] = texts("The paper (PDF)", {"application/pdf": "%PDF-1.7 …"})

    @router.get("/papers/{token}", response_class=Response, **told)
    def fetch(request: Request, token: Annotated[str, Path(examples=[examples.PAPER_LINK])]) -> Response:
        """The paper that a counter has handed over, for whoever has its link. A page where it is no more."""
        limits.require_look_up("" if request.client is None else request.client.host)
        found = papers.fetch(token)
        if found is not None:
            return Response(found.file, media_type="application/pdf", headers=_FILE_HEADERS)
        if wants_page(request):
            return _over_page()
        raise ApiError(ApiProblem.NOTHING_HERE)

    return router


def _masked(address: str) -> str:
    """Enough to know one's own address by."""
    name, at, place = address.rpartition("@")
    return f"{name[:1]}***{at}{place}" if at else ""


def _over_page() -> Response:
    said = both("這個連結已經失效", "This link leads nowhere any more")
    why = both(
        "單據連結自開立起 7 天內有效。請到服務櫃台補印，或請櫃台再寄一次。",
        "A paper's link holds for 7 days. Ask the counter to print the paper again, or to send a new link.",
    )
    return page("單據", f"<h1>{said}</h1><p>{why}</p>", 404)
