"""What pages of founding show in words: lists, findings with their articles, days."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.rules import FoundingRules, Severity, Term
from kiosk.domain.founding.wording import Language, Wording
from kiosk.ui.pages.context import Context
from kiosk.ui.widgets import Banner, BannerKind, Bullet, Panel

_KINDS = {
    Severity.BROKEN: BannerKind.ERROR,
    Severity.MISSING: BannerKind.WARNING,
    Severity.REMINDER: BannerKind.INFO,
}
_WEEKDAYS = "一二三四五六日"


def term(words: Term, context: Context) -> str:
    """A word in the language of the moment."""
    return context.pick(words.zh, words.en)


def label_of(words: Term, context: Context) -> str:
    """A word as it stands at the head of a line."""
    text = term(words, context)
    return text[:1].upper() + text[1:]


def list_panel(heading: str, items: Iterable[str], object_name: str) -> Panel:
    """A panel with a list."""
    panel = Panel(heading, object_name=object_name)
    for item in items:
        panel.content.addWidget(Bullet(item))
    panel.content.setSpacing(6)
    return panel


def day_in_full(day: date, context: Context) -> str:
    """A day with its weekday: 2026/04/02（四）."""
    return f"{day:%Y/%m/%d}" + context.pick(f"（{_WEEKDAYS[day.weekday()]}）", f" ({day:%a})")


def finding_banner(finding: Finding, rules: FoundingRules, context: Context, object_name: str) -> Banner:
    """What was found, what would satisfy the rule, and where it stands in the law."""
    entry = rules.findings[finding.what]
    told = Wording(rules, Language(context.language)).told(finding)
    article = entry.article
    if entry.fine is not None:
        article = QCoreApplication.translate("Founding", "{article}；罰鍰 {fine}").format(
            article=article, fine=entry.fine
        )
    source = QCoreApplication.translate("Founding", "依據：{article}").format(article=article)
    return Banner(_KINDS[entry.severity], told.title, f"{told.remedy}\n{source}", object_name=object_name)


def show_findings(
    column: QVBoxLayout,
    findings: Iterable[Finding],
    rules: FoundingRules,
    context: Context,
    object_name: str,
) -> None:
    """Put a banner for each finding into `column`, in place of what stood there."""
    clear(column)
    for number, finding in enumerate(findings):
        column.addWidget(finding_banner(finding, rules, context, f"{object_name}.{number}"))


def clear(column: QVBoxLayout) -> None:
    """Take all widgets out of a column."""
    while (item := column.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def number_of(text: str) -> int | None:
    """A whole number as it was typed, commas left out; None for nothing and for what is none."""
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() else None
