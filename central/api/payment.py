"""`/pay/{order_number}`: where the training's payment links lead, and where the training's payment is made.

In earnest a payment link is the vendor's own. Nothing here asks for a card.
"""

from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from central.api.payment_page import Language, missing_page, payment_page
from central.audit import Role, Who
from central.vendor import OrderUnknown, Vendor
from kiosk.domain.refusals import Refused

_WHO = Who("payment sandbox", Role.PROGRAM)
_REASON = "訓練付款"
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
}
_SEE_OTHER = 303


def payment_router(vendor: Vendor) -> APIRouter:
    """Show what is to be paid, and pay it. Nobody is named: whoever has the link may see the page."""
    router = APIRouter(include_in_schema=False)
    paying = vendor.by(_WHO, None)

    @router.get("/pay/{order_number}", response_class=HTMLResponse)
    def page(request: Request, order_number: str, lang: str = "") -> HTMLResponse:
        language = _language(request, lang)
        try:
            _, order = paying.order(order_number)
        except OrderUnknown:
            return HTMLResponse(missing_page(language), 404, _HEADERS)
        return HTMLResponse(payment_page(order, language), 200, _HEADERS)

    @router.post("/pay/{order_number}")
    def pay(request: Request, order_number: str, lang: str = "") -> RedirectResponse:
        # The page says how the order stands: paid by a first press, cancelled, or none.
        with suppress(OrderUnknown, Refused):
            paying.pay(order_number, _REASON)
        language = _language(request, lang)
        return RedirectResponse(f"/pay/{order_number}?lang={language.value}", _SEE_OTHER, _HEADERS)

    return router


def _language(request: Request, asked: str) -> Language:
    """As asked for, else as the browser says, else Chinese."""
    if asked:
        return Language.EN if asked == Language.EN else Language.ZH
    accepted = request.headers.get("accept-language", "").strip().lower()
    return Language.EN if accepted.startswith("en") else Language.ZH
