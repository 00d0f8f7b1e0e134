"""Secrets that were just made, on a page that cannot be called again."""

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.views import BaseModelView

from central.backoffice.accounts import NewAccess
from central.backoffice.words import told
from central.counter_accounts import CounterAccess


def secret_page(view: BaseModelView, request: Request, title: str, secret: str) -> Response:
    """A code or a key."""
    return _page(view, request, title, [(title, secret)], None)


def ticket_page(view: BaseModelView, request: Request, code: str, ticket: str) -> Response:
    """What lets a kiosk in: a code to be typed, and the QR code that also tells where central is."""
    lines = [(told("登錄碼", "Enrolment code"), code), (told("QR 碼內容", "What the QR code says"), ticket)]
    drawn = segno.make(ticket, error="m").svg_inline(scale=4, border=4)
    return _page(view, request, told("登錄碼", "Enrolment code"), lines, Markup(drawn))  # noqa: S704 - segno's


def access_page(view: BaseModelView, request: Request, access: NewAccess) -> Response:
    """What a member of staff needs to sign in for the first time."""
    lines = [
        (told("帳號", "Name"), access.name),
        (told("一次性密碼", "Password for one use"), access.password),
        (told("驗證器設定", "For the authenticator app"), access.totp_uri),
    ]
    code = segno.make(access.totp_uri, error="m").svg_inline(scale=4, border=4)
    return _page(view, request, told("登入資料", "Access"), lines, Markup(code))  # noqa: S704 - segno's own SVG


def counter_page(view: BaseModelView, request: Request, access: CounterAccess) -> Response:
    """What somebody needs to sign in at a kiosk for the first time."""
    lines = [
        (told("據點", "Office"), access.office),
        (told("帳號", "Id"), access.staff_id),
        (told("一次性密碼", "Password for one use"), access.password),
    ]
    return _page(view, request, told("登入資料", "Access"), lines, None)


def _page(
    view: BaseModelView, request: Request, title: str, lines: list[tuple[str, str]], code: Markup | None
) -> Response:
    assert view._admin is not None
    return view._admin.templates.TemplateResponse(
        request=request,
        name="shown_once.html",
        context={"title": title, "lines": lines, "code": code, "key": view.key, "flashed_messages": []},
    )
