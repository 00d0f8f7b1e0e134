"""Small pages for people, in Chinese and English, that fit a phone and load nothing."""

from html import escape

from fastapi import Request
from fastapi.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="zh-Hant">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
  body {{ margin: 0; background: #f2f6f9; color: #12303f;
         font: 18px/1.6 "Noto Sans CJK TC", "Noto Sans TC", sans-serif; }}
  main {{ max-width: 30rem; margin: 4vh auto; padding: 1.5rem; background: #fff; border-radius: 12px;
         box-shadow: 0 2px 16px #12303f22; }}
  h1 {{ margin: 0; font-size: 1.4rem; line-height: 1.4; }}
  h2 {{ margin: 1.5rem 0 0; font-size: 1rem; color: #4b6472; font-weight: 600; }}
  p {{ margin: .25rem 0; }}
  dl {{ display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1rem 0 0; }}
  dt {{ color: #4b6472; }}
  dd {{ margin: 0; text-align: right; overflow-wrap: anywhere; }}
  [lang=en] {{ color: #4b6472; font-size: .85em; display: block; }}
</style>
<main>{content}</main>
</html>
"""
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "vary": "Accept",
}


def wants_page(request: Request) -> bool:
    """Whether a browser asks, and not a program."""
    return "text/html" in request.headers.get("accept", "")


def page(title: str, content: str, status: int = 200) -> HTMLResponse:
    """A page. `title` is text, `content` HTML."""
    return HTMLResponse(_PAGE.format(title=escape(title), content=content), status, _HEADERS)


def both(chinese: str, english: str) -> str:
    """A text in both languages, as HTML."""
    return f'{escape(chinese)}<span lang="en">{escape(english)}</span>'


def rows(*pairs: tuple[str, str, str]) -> str:
    """A list of Chinese name, English name and value, as HTML."""
    inner = "".join(f"<dt>{both(zh, en)}</dt><dd>{escape(value)}</dd>" for zh, en, value in pairs if value)
    return f"<dl>{inner}</dl>"
