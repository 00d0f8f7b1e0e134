"""What anybody may ask: `GET /receipts/{code}`, `/contact`, and `/problems/{code}`, where problems lead."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as PathOf
from fastapi.responses import Response
from pydantic_core import from_json, to_json
from starlette.exceptions import HTTPException

from central.api import examples
from central.api.operations import operation, texts
from central.api.pages import both, page, rows, wants_page
from central.api.problems import ApiError
from central.limiting import RateLimits
from central.receipts import Receipts
from kiosk.contract.api import ApiProblem, Contact, ReceiptAnswer, ReceiptState
from kiosk.contract.paper_code import CodeInvalid, is_paper_code
from kiosk.contract.receipt_code import typed_code
from kiosk.domain.calendar import TAIPEI

_STATES = {
    ReceiptState.SIGNED: ("真實，尚未送達中央", "Genuine; it has not reached central yet"),
    ReceiptState.GENUINE: ("真實，依開立當時所知", "Genuine, as things stood when it was issued"),
    ReceiptState.WAITING: ("已收到，尚未確認", "Received, not decided yet"),
    ReceiptState.CURRENT: ("真實且有效", "Genuine and current"),
    ReceiptState.ENDED: ("真實，但訂單已結束", "Genuine, but the order has ended"),
    ReceiptState.TURNED_DOWN: ("未成立，不生效", "Turned down: void"),
    ReceiptState.DEVICE_REVOKED: (
        "不能採信：開立的櫃台已停用",
        "Not to be relied on: the counter that issued it is shut out",
    ),
}
_KINDS = {
    "registration": ("註冊受理回執", "Registration slip"),
    "assessment": ("數位自評報告", "Digital self-assessment report"),
    "expert": ("申請專家服務", "Request for an expert"),
    "order": ("訂購收據", "Order receipt"),
    "cancelled": ("訂單取消通知單", "Notice of a cancelled order"),
    "refund": ("退訂退款通知單", "Notice of cancellation and refund"),
    "payment": ("付款及發票通知單", "Payment and invoice note"),
    "points": ("數位點數明細表", "Statement of digital points"),
    "shift": ("值班報表", "Shift report"),
    "founding": ("合作社設立檢核表", "Checklist for founding a cooperative"),
    "data_request": ("個人資料請求受理回執", "Receipt of a request about personal data"),
}
# The papers that tell of amounts, and what these are called there.
_AMOUNTS = {
    "order": ("自付款", "數位點數"),
    "payment": ("自付款", "數位點數"),
    "refund": ("退還自付款", "返還點數"),
    "points": ("", "可用點數"),
}
_ORDERS = {
    "awaiting_vendor": "資訊服務廠商確認中 Awaiting vendor",
    "awaiting_payment": "付款中 Awaiting payment",
    "paid": "已付款 Paid",
    "in_service": "服務中 In service",
    "completed": "期程已結束 Completed",
    "cancelled": "已取消訂購 Cancelled",
    "refunded": "已退訂 Refunded",
}


def public_router(receipts: Receipts, limits: RateLimits, resources: Path) -> APIRouter:
    """Answer anybody. Raises OSError and ValueError for the files in `resources`."""
    router = APIRouter()
    contact_of = Contact.model_validate(_read(resources / "contact.toml"))
    # As text a fraction of what it would be as objects; one is read when it is asked for.
    failures = {code: to_json(entry) for code, entry in _read(resources / "failures.toml").items()}
    _add_receipts(router, receipts, limits)

    @router.get("/contact", response_model=Contact, **operation(answers={200: contact_of.model_dump()}))
    def contact(request: Request) -> Response | Contact:
        """Whom to ask, and when. A page for browsers, JSON for programs."""
        return _contact_page(contact_of) if wants_page(request) else contact_of

    told = operation(ApiProblem.NOTHING_HERE)
    told["responses"][200] = texts("The page", {"text/html": examples.PROBLEM_PAGE})

    @router.get("/problems/{code}", response_class=Response, **told)
    def problem(
        code: Annotated[str, PathOf(pattern="^K-[A-Z]+-[0-9]{2}$", examples=["K-API-01"])],
    ) -> Response:
        """What a problem is, in words: where the `type` of a problem leads."""
        if code not in failures:
            raise HTTPException(404)
        return _problem_page(code, from_json(failures[code]))

    return router


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _add_receipts(router: APIRouter, receipts: Receipts, limits: RateLimits) -> None:
    @router.get(
        "/receipts/{code}",
        response_model=ReceiptAnswer,
        **operation(ApiProblem.RECEIPT_UNKNOWN, answers={200: examples.RECEIPT}),
    )
    def receipt(
        request: Request, code: Annotated[str, PathOf(examples=["7QK2-M0XV-93HT-AB4C"])]
    ) -> Response | ReceiptAnswer:
        """Whether the receipt with this check code, or with this QR code, is genuine and current, masked.

        A page for browsers, JSON for programs.
        """
        limits.require_look_up("" if request.client is None else request.client.host)
        if is_paper_code(code):
            try:
                found = receipts.open(code)
            except CodeInvalid:
                found = None
        else:
            typed = typed_code(code)
            found = None if typed is None else receipts.find(typed)
        if found is not None:
            return _receipt_page(found) if wants_page(request) else found
        if wants_page(request):
            return _not_genuine_page() if is_paper_code(code) else _no_receipt_page()
        raise ApiError(ApiProblem.RECEIPT_UNKNOWN)


def _receipt_page(found: ReceiptAnswer) -> Response:
    own, points = _AMOUNTS.get(found.kind, ("", ""))
    signed_at = found.signed_at.astimezone(TAIPEI)
    revoked_at = found.device_revoked_at
    shut_out = "" if revoked_at is None else f"{revoked_at.astimezone(TAIPEI):%Y-%m-%d %H:%M}"
    table = rows(
        ("訓練", "Training", "訓練單據，不生效 Issued in training: void" if found.training else ""),
        ("開立櫃台停用於", "Its counter was shut out on", shut_out),
        ("收據編號", "Paper no.", found.number),
        ("檢查碼", "Check code", found.code),
        ("辦理事項", "What", " ".join(_KINDS[found.kind])),
        ("訂單編號", "Order no.", found.order_number),
        ("訂單狀態", "Order", _ORDERS.get(found.order_state, "")),
        ("合作社", "Cooperative", found.cooperative),
        ("統一編號", "UBN", found.ubn),
        ("雲端方案", "Cloud plan", found.plan),
        (own, "Own payment", f"NT${found.own:,}" if own else ""),
        (points, "Digital points", f"{found.points:,}" if points else ""),
        ("辦理時間", "Taken at", f"{signed_at:%Y-%m-%d %H:%M}"),
    )
    return page("收據查驗", f"<h1>{both(*_STATES[found.state])}</h1>{table}")


def _not_genuine_page() -> Response:
    said = both("查驗不符：不是真的，或已被更動", "Not genuine: made up, or changed")
    why = both(
        "請勿憑這張單據辦理，並向開立的櫃台查證。QR 碼沒有完整讀到時，請再掃描一次。",
        "Do not act on this paper; ask the counter that issued it. "
        "Scan once more if the code was not read whole.",
    )
    return page("收據查驗", f"<h1>{said}</h1><p>{why}</p>", 404)


def _no_receipt_page() -> Response:
    said = both("查無這個檢查碼", "No receipt has this check code")
    why = both(
        "請核對紙本上的檢查碼。離線受理的收據，可能尚未送達。",
        "Compare it with the paper. A receipt taken offline may not have arrived yet.",
    )
    return page("收據查驗", f"<h1>{said}</h1><p>{why}</p>", 404)


def _contact_page(told: Contact) -> Response:
    hours = f"{told.hours.opens}–{told.hours.closes}"
    table = rows(
        ("客服諮詢專線", "Helpline", told.telephone),
        ("諮詢信箱", "E-mail", told.email),
        ("網址", "Website", told.website),
        ("線上服務時段", "Hours", hours),
    )
    every = both("每週一至週日；國定假日如有異動，以平台公告為主。", "Every day; holidays as announced.")
    return page("聯絡我們", f"<h1>{both('聯絡我們', 'Contact')}</h1>{table}<p>{every}</p>")


def _problem_page(code: str, entry: Mapping[str, Any]) -> Response:
    parts = [f"<h2>{code}</h2><h1>{both(entry['zh']['title'], entry['en']['title'])}</h1>"]
    names = (
        ("cause", "原因", "Cause"),
        ("remedy", "怎麼辦", "What to do"),
        ("who", "誰能協助", "Who can help"),
    )
    for word, chinese, english in names:
        parts.append(f"<h2>{both(chinese, english)}</h2><p>{both(entry['zh'][word], entry['en'][word])}</p>")
    return page(entry["zh"]["title"], "".join(parts))
