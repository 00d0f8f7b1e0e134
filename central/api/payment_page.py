"""The training's payment page, made for a phone."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from html import escape

from kiosk.domain.membership import Order, OrderState


class Language(StrEnum):
    """What the page is in; the value is its tag."""

    ZH = "zh-Hant"
    EN = "en"


_WORDS = {
    "title": ("線上付款", "Payment"),
    "training": ("訓練用，不會實際扣款", "Training: no money moves"),
    "amount": ("自付款金額", "Own payment"),
    "number": ("訂單編號", "Order"),
    "plan": ("方案名稱", "Plan"),
    "vendor": ("供應商", "Vendor"),
    "months": ("期程", "Term"),
    "points": ("使用點數", "Points used"),
    "by": ("付款期限", "Pay by"),
    "pay": ("完成訓練付款", "Make the training payment"),
    "paid": ("已完成付款", "Paid"),
    "paid_more": (
        "資訊服務廠商將與您聯繫，並於 2 個工作天內開立發票。可以關閉這個頁面了。",
        "The vendor will write to you and issue an invoice within 2 working days. You may close this page.",
    ),
    "early": ("尚待廠商接單", "Not confirmed yet"),
    "early_more": (
        "資訊服務廠商接單後才需付款，請稍後再開啟這個連結。",
        "There is nothing to pay before the vendor takes the order. Please open this link again later.",
    ),
    "over": ("這筆訂單不需付款", "Nothing to pay"),
    "over_more": (
        "訂單已取消或已退訂。如有疑問，請洽客服專線 0809-092-091。",
        "The order was cancelled or refunded. Questions: service line 0809-092-091.",
    ),
    "missing": ("沒有這筆訂單", "There is no such order"),
    "missing_more": ("請確認付款連結是否完整。", "Please check that the link is complete."),
    "no_card": (
        "這個頁面不需要、也不會詢問信用卡號。",
        "This page needs no card number and never asks for one.",
    ),
}

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>{title}｜臺灣雲市集</title>
<style>
  * {{ box-sizing: border-box; }}
  body {{ margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
         background: #eef4f8; color: #12303f;
         font: 17px/1.6 "Noto Sans TC", "Noto Sans CJK TC", "PingFang TC", sans-serif; }}
  header {{ display: flex; justify-content: space-between; align-items: center; padding: 14px 20px;
           background: #fff; }}
  header strong {{ font-size: 1.05rem; }}
  header a {{ min-height: 44px; min-width: 44px; display: flex; align-items: center;
             justify-content: flex-end; color: #0a5f82; text-decoration: none; font-weight: 600; }}
  .training {{ background: #fbe3c0; color: #5a3a00; text-align: center; padding: 6px 16px;
              font-size: .93rem; }}
  main {{ flex: 1; width: 100%; max-width: 30rem; margin: 0 auto; padding: 20px 16px 28px; display: flex;
         flex-direction: column; gap: 16px; }}
  section {{ background: #fff; border-radius: 16px; padding: 22px 20px; box-shadow: 0 1px 3px #12303f1f; }}
  h1 {{ margin: 0; font-size: 1rem; font-weight: 500; color: #47606d; }}
  .amount {{ margin: 2px 0 0; font-size: 2.7rem; line-height: 1.2; font-weight: 700; }}
  dl {{ margin: 0; display: grid; gap: 12px; }}
  dt {{ font-size: .9rem; color: #47606d; }}
  dd {{ margin: 0; overflow-wrap: anywhere; }}
  .state {{ display: flex; gap: 14px; align-items: flex-start; }}
  .state svg {{ flex: none; width: 44px; height: 44px; }}
  .state h2 {{ margin: 0 0 4px; font-size: 1.3rem; line-height: 1.35; }}
  .state p {{ margin: 0; color: #47606d; }}
  form {{ margin: auto 0 0; }}
  button {{ width: 100%; min-height: 56px; border: 0; border-radius: 14px; background: #0a6a8f; color: #fff;
           font: inherit; font-size: 1.15rem; font-weight: 700; }}
  button:focus-visible, a:focus-visible {{ outline: 3px solid #f2a33a; outline-offset: 3px; }}
  small {{ display: block; margin-top: 12px; text-align: center; color: #47606d; font-size: .88rem; }}
</style>
</head>
<body>
<header><strong>臺灣雲市集</strong><a href="?lang={other}" lang="{other}">{other_name}</a></header>
<div class="training">{training}</div>
<main>{content}</main>
</body>
</html>
"""

_DONE = (
    '<svg viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="21" fill="#d9f0e2"/>'
    '<path d="M13 23l6 6 12-14" fill="none" stroke="#14743f" stroke-width="3.6" stroke-linecap="round"'
    ' stroke-linejoin="round"/></svg>'
)
_WAIT = (
    '<svg viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="21" fill="#e3edf3"/>'
    '<path d="M22 12v11l7 4" fill="none" stroke="#0a5f82" stroke-width="3.6" stroke-linecap="round"/></svg>'
)
_PAID = {OrderState.PAID, OrderState.IN_SERVICE, OrderState.COMPLETED}


def payment_page(order: Order, language: Language) -> str:
    """The page of an order: what is to be paid and a button or, where there is nothing to pay, why."""
    match order.state:
        case OrderState.AWAITING_PAYMENT:
            pieces = [_amount(order, language), _facts(order, language), _button(language)]
        case OrderState.AWAITING_VENDOR:
            pieces = [_state(_WAIT, "early", language), _facts(order, language)]
        case state if state in _PAID:
            pieces = [_state(_DONE, "paid", language), _amount(order, language), _facts(order, language)]
        case _:
            pieces = [_state(_WAIT, "over", language), _facts(order, language)]
    return _page(pieces, language)


def missing_page(language: Language) -> str:
    """The page of a link that leads nowhere."""
    return _page([_state(_WAIT, "missing", language)], language)


def _page(pieces: Iterable[str], language: Language) -> str:
    other = Language.EN if language is Language.ZH else Language.ZH
    return _PAGE.format(
        language=language.value,
        title=_say("title", language),
        training=_say("training", language),
        other=other.value,
        other_name="English" if other is Language.EN else "中文",
        content="".join(pieces),
    )


def _say(name: str, language: Language) -> str:
    zh, en = _WORDS[name]
    return zh if language is Language.ZH else en


def _amount(order: Order, language: Language) -> str:
    return f'<section><h1>{_say("amount", language)}</h1><p class="amount">NT${order.own:,}</p></section>'


def _facts(order: Order, language: Language) -> str:
    zh = language is Language.ZH
    facts = [
        ("plan", order.terms.plan_name),
        ("vendor", order.terms.vendor_name),
        ("number", order.order_number),
        ("months", f"{order.terms.months} 個月" if zh else f"{order.terms.months} months"),
        ("points", f"{order.points:,} 點" if zh else f"{order.points:,}"),
    ]
    if order.state is OrderState.AWAITING_PAYMENT and order.pay_by is not None:
        facts.insert(0, ("by", _day(order.pay_by, language)))
    rows = "".join(
        f"<div><dt>{_say(name, language)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts
    )
    return f"<section><dl>{rows}</dl></section>"


def _day(day: date, language: Language) -> str:
    return (
        f"{day.year} 年 {day.month} 月 {day.day} 日" if language is Language.ZH else f"{day.day} {day:%B %Y}"
    )


def _button(language: Language) -> str:
    return (
        f'<form method="post" action="?lang={language.value}">'
        f'<button type="submit">{_say("pay", language)}</button>'
        f"<small>{_say('no_card', language)}</small></form>"
    )


def _state(picture: str, name: str, language: Language) -> str:
    return (
        f'<section class="state" role="status">{picture}<div><h2>{_say(name, language)}</h2>'
        f"<p>{_say(name + '_more', language)}</p></div></section>"
    )
