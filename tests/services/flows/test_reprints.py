"""Prints are counted and logged; a reprint says so, and says the same."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kiosk.services.flows.paper import draw_paper, print_paper
from kiosk.services.flows.papers import order_paper
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import ROLL
from kiosk.storage.tables import PaperPrintRow
from tests.services.counter import Counter
from tests.services.flows.hall import Hall
from tests.services.receipts.reading import text_of
from tests.services.receipts.samples import SEAL


@pytest.fixture
def ordered(counter: Counter) -> Hall:
    counter.desk._seal = SEAL
    member = counter.register()
    counter.submit(member, counter.order(), paper=order_paper(training=False))
    return Hall(counter)


def test_the_first_print_is_the_original_and_the_others_are_reprints(ordered: Hall) -> None:
    services = ordered.services
    original = print_paper(services, 1)
    assert "補印" not in text_of(original.pdf)[0]
    ordered.counter.clock.pass_by(days=400)
    first, second = print_paper(services, 1), print_paper(services, 1, ROLL)
    assert "補印（第1次）" in text_of(first.pdf)[0]
    assert "補印（第2次）" in text_of(second.pdf)[0]
    unmarked = text_of(first.pdf)[0].replace("補印（第1次）Reprintno.1", "")
    assert unmarked == text_of(original.pdf)[0]
    with ordered.counter.database.snapshot() as session:
        logged = [(one.number, one.nth) for one in session.scalars(select(PaperPrintRow))]
    assert logged == [(1, 1), (1, 2), (1, 3)]
    assert services.desk.receipt(1).printed == 3
    assert "補印（第3次）" in text_of(draw_paper(services, 1).pdf)[0]
    assert services.desk.receipt(1).printed == 3  # looking is no printing


def test_what_cannot_be_drawn_counts_as_no_print(ordered: Hall) -> None:
    def fail(_issue: Issue) -> bytes:
        raise PaperError(PaperFailure.FONT_MISSING)

    with pytest.raises(PaperError):
        print_paper(replace(ordered.services, render=fail), 1)
    assert ordered.services.desk.receipt(1).printed == 0


def test_two_that_print_at_once_are_two_prints(ordered: Hall) -> None:
    services, drawn = ordered.services, list[int]()

    def meanwhile(issue: Issue) -> bytes:
        if not drawn:
            services.desk.count_print(1)
        drawn.append(issue.reprint)
        return b""

    print_paper(replace(services, render=meanwhile), 1)
    assert drawn == [0, 1]


def test_the_code_is_signed_in_the_transaction_that_gives_the_number(ordered: Hall) -> None:
    stored = ordered.services.desk.receipt(1)
    assert stored.code.startswith("https://central.example.gov.tw/receipts/")
    assert stored.paper().receipt_number == 1
