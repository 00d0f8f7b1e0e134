"""docs/failures.md, written from the catalogue of failures (`make failures`)."""

from itertools import groupby

from kiosk.services.failures import FailureCatalogue

_HEAD = """\
# When something goes wrong

Written by `make failures` from [resources/failures.toml](../resources/failures.toml): change that, not this
page. `kiosk failures show K-CARD-07` tells one of them. The code stands on the screen, in the log and in the
report of `kiosk doctor`; ？ stands for what the counter fills in.
"""
_AREAS = {
    "RULE": "規則 · Rules",
    "CARD": "卡片與讀卡機 · Cards and readers",
    "CERT": "憑證 · Certificates",
    "FIDO": "手機簽章 · Signing by phone",
    "SYNC": "同步 · Sync",
    "API": "中央服務的回應 · What central answers",
    "SET": "設定 · Settings",
    "KEY": "金鑰 · Keys",
    "DATA": "本機資料 · Data on this machine",
    "PAPER": "紙本 · Papers",
    "PRINT": "列印 · Printing",
    "FOUND": "籌組合作社 · Founding a cooperative",
    "STAFF": "人員 · Staff",
}


def failures_page(catalogue: FailureCatalogue) -> str:
    """The page. Raises ValueError for a code of an area that has no name here."""
    sections = [_HEAD]
    for area, codes in groupby(sorted(catalogue.codes(), key=_place), key=_area):
        sections.append(f"\n## {_AREAS[area]}\n")
        for code in codes:
            zh, en = (catalogue.text(code, language) for language in ("zh", "en"))
            sections.append(f"\n### {code} {zh.title}\n\n{zh.cause}\\\n→ {zh.remedy}（{zh.who}）\n")
            sections.append(f"\n**{en.title}.** {en.cause}\\\n→ {en.remedy} ({en.who})\n")
    return "".join(sections)


def _area(code: str) -> str:
    return code.split("-")[1]


def _place(code: str) -> tuple[int, str]:
    return list(_AREAS).index(_area(code)), code
