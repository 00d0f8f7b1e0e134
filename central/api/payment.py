"""`GET /pay/{order_number}`: where the training's payment links lead."""

from html import escape

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from central.store.database import Database
from central.store.memberships import OrderRow, find_order

_PAGE = """<!doctype html>
<html lang="zh-Hant">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>付款連結（訓練）</title>
<style>
  body {{ margin: 0; background: #f2f6f9; color: #12303f;
         font: 18px/1.6 "Noto Sans CJK TC", "Noto Sans TC", sans-serif; }}
  main {{ max-width: 26rem; margin: 8vh auto; padding: 2rem; background: #fff; border-radius: 12px;
         box-shadow: 0 2px 16px #12303f22; }}
  .mark {{ display: inline-block; padding: .1rem .8rem; border-radius: 99px; background: #fbe3c0; }}
  h1 {{ margin: 1rem 0 .25rem; font-size: 1.35rem; }}
  .amount {{ margin: 0; font-size: 2.2rem; font-weight: 700; }}
  small {{ color: #4b6472; }}
</style>
<main>{content}</main>
</html>
"""

_HEADERS = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


def payment_router(database: Database) -> APIRouter:
    """Show what would be paid. Nothing can be paid here, and nobody is named."""
    router = APIRouter()

    @router.get("/pay/{order_number}", response_class=HTMLResponse)
    def pay(order_number: str) -> HTMLResponse:
        with database.reading() as connection:
            order = find_order(connection, order_number)
        if order is None:
            return _page("<h1>沒有這筆訂單</h1><small>There is no such order.</small>", 404)
        return _page(_content(order), 200)

    return router


def _page(content: str, status: int) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(content=content), status, _HEADERS)


def _content(order: OrderRow) -> str:
    return (
        '<span class="mark">訓練 Training</span>'
        f"<h1>{escape(order.plan_name)}</h1>"
        "<small>自付款金額 Own payment</small>"
        f'<p class="amount">NT${order.own:,}</p>'
    )
