"""A mail in both languages, Chinese first, as plain text and as HTML that says the same."""

from dataclasses import dataclass
from html import escape

_LINE_ZH = "客服專線 0809-092-091（每日 9:00 至 18:00）"
_LINE_EN = "Service line 0809-092-091 (9:00 to 18:00, every day)"


@dataclass(frozen=True, slots=True)
class Part:
    """What is said in one language. `code` stands out; `link` is (label, address)."""

    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    code: str = ""
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject, plain text and HTML of a mail."""

    subject: str
    text: str
    html: str


def letter(zh: Part, en: Part) -> MailText:
    """The mail that says `zh` and then `en`."""
    return MailText(
        subject=f"臺灣雲市集 {zh.title} / {en.title}",
        text="\n".join(
            [*_lines("您好：", zh, "：", _LINE_ZH), "────────", "", *_lines("Hello,", en, ": ", _LINE_EN)]
        ),
        html=_PAGE.format(
            zh=_block("zh-Hant", zh, _LINE_ZH), en=_block("en", en, _LINE_EN), subject=escape(zh.title)
        ),
    )


def _lines(greeting: str, part: Part, colon: str, service: str) -> list[str]:
    lines = [greeting, ""]
    for paragraph in part.paragraphs:
        lines += [paragraph, ""]
    if part.facts:
        lines += [*(f"{name}{colon}{value}" for name, value in part.facts), ""]
    if part.link is not None:
        label, address = part.link
        lines += [f"{label}{colon}{address}", ""]
    return [*lines, service, ""]


# Tables and styles on each element: what mail programs of every age show alike.
_PAGE = """<!doctype html>
<html lang="zh-Hant">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{subject}</title></head>
<body style="margin:0;background:#f2f6f9;color:#12303f;font:16px/1.7 'Noto Sans TC','PingFang TC',\
'Microsoft JhengHei',sans-serif">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;\
background:#fff;border-radius:12px">
<tr><td style="padding:20px 28px;border-bottom:3px solid #0a6a8f;font-weight:700;font-size:18px">\
臺灣雲市集</td></tr>
<tr><td style="padding:24px 28px">{zh}</td></tr>
<tr><td style="padding:24px 28px;border-top:1px solid #d5e0e7">{en}</td></tr>
</table></td></tr></table></body></html>
"""


def _block(language: str, part: Part, service: str) -> str:
    pieces = [f'<h1 style="margin:0 0 12px;font-size:20px">{escape(part.title)}</h1>']
    if part.code:
        pieces.append(
            '<p style="margin:0 0 12px;font-size:32px;font-weight:700;letter-spacing:6px">'
            f"{escape(part.code)}</p>"
        )
    pieces += [f'<p style="margin:0 0 12px">{escape(one)}</p>' for one in part.paragraphs]
    if part.facts:
        rows = "".join(
            f'<tr><td style="padding:4px 16px 4px 0;color:#4b6472">{escape(name)}</td>'
            f'<td style="padding:4px 0">{escape(value)}</td></tr>'
            for name, value in part.facts
        )
        pieces.append(f'<table cellpadding="0" cellspacing="0" style="margin:0 0 12px">{rows}</table>')
    if part.link is not None:
        label, address = part.link
        pieces.append(
            f'<p style="margin:16px 0"><a href="{escape(address)}" style="display:inline-block;'
            f'padding:10px 22px;background:#0a6a8f;color:#fff;border-radius:8px;text-decoration:none">'
            f"{escape(label)}</a></p>"
        )
    pieces.append(f'<p style="margin:12px 0 0;color:#4b6472;font-size:14px">{escape(service)}</p>')
    return f'<div lang="{language}">{"".join(pieces)}</div>'
