"""Prints are counted and logged; a reprint says so, and says the same."""

from contextlib import closing

import pypdfium2  # type: ignore[import-untyped]
import pytest
from sqlalchemy import select

from kiosk.printing_parts import drawings
from kiosk.services.flows.paper import draw_paper
from kiosk.services.flows.papers import order_paper
from kiosk.services.printing.spooler import PaperSize, Printer
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.issue import Issue
from kiosk.storage.tables import PaperPrintRow
from tests.services.counter import Counter
from tests.services.flows.hall import Hall
from tests.services.printing.memory_spooler import OFFICE, MemorySpooler, printing_with
from tests.services.printing.print_service import until
from tests.services.receipts.reading import text_of
from tests.services.receipts.samples import SEAL


@pytest.fixture
def ordered(counter: Counter) -> Hall:
    counter.desk._seal = SEAL
    member = counter.register()
    counter.submit(member, counter.order(), paper=order_paper(training=False))
    return Hall(counter)


def test_the_first_print_is_the_original_and_the_others_are_reprints(ordered: Hall) -> None:
    services, spooler = ordered.services, MemorySpooler()
    spooler.there["till"] = Printer("till", "收銀台", frozenset({PaperSize.ROLL_80}), None)
    database, clock = ordered.counter.database, ordered.counter.clock
    drawn = drawings(services.desk, services.render)
    printing = printing_with(database, clock, spooler, drawn=drawn)
    for printer in (OFFICE, OFFICE, "till"):
        printing.print_receipt(1, printer)
        until(lambda: not printing.queue.step())
        clock.pass_by(days=200)
    original, first, second = spooler.papers
    assert "補印" not in text_of(original)[0]
    assert "補印（第1次）" in text_of(first)[0]
    assert "補印（第2次）" in text_of(second)[0]
    assert (page_width(original), page_width(second)) == (595, 227)
    unmarked = text_of(first)[0].replace("補印（第1次）Reprintno.1", "")
    assert unmarked == text_of(original)[0]
    with database.snapshot() as session:
        logged = [(one.number, one.nth) for one in session.scalars(select(PaperPrintRow))]
    assert logged == [(1, 1), (1, 2), (1, 3)]
    assert services.desk.receipt(1).printed == 3
    assert "補印（第3次）" in text_of(draw_paper(services, 1).pdf)[0]
    assert services.desk.receipt(1).printed == 3  # looking is no printing


def page_width(pdf: bytes) -> int:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        width: float = document[0].get_width()
        return round(width)


def test_what_cannot_be_drawn_counts_as_no_print(ordered: Hall) -> None:
    def fail(_issue: Issue) -> bytes:
        raise PaperError(PaperFailure.FONT_MISSING)

    drawn = drawings(ordered.services.desk, fail)
    printing = printing_with(ordered.counter.database, ordered.counter.clock, drawn=drawn)
    with pytest.raises(PaperError):
        printing.print_receipt(1, OFFICE)
    assert ordered.services.desk.receipt(1).printed == 0


def test_the_code_is_signed_in_the_transaction_that_gives_the_number(ordered: Hall) -> None:
    stored = ordered.services.desk.receipt(1)
    assert stored.code.startswith("https://central.example.gov.tw/receipts/")
    assert stored.paper().receipt_number == 1
