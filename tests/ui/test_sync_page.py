"""The sync page and the staff's list in the real window."""

import gc
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest
import uuid_utils
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QProgressBar

from kiosk.contract.api import CommandAnswer, EventsAnswer, Status
from kiosk.contract.codec import sha256
from kiosk.services.failures import Trouble
from kiosk.services.sync.engine import Sync
from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.storage.tables import OutboxRow, OutboxState
from kiosk.ui.steady import keep_steady
from kiosk.ui.widgets import Banner, SyncMark
from kiosk.walk.frames import LONGEST, Frames
from tests.services.counter import TestClock, order_receipt
from tests.services.flows.hall import Hall, PaperCard, member_of
from tests.services.flows.test_registration import to_code
from tests.ui.pages.case import words_on
from tests.ui.standing import Person, hall, person, rules, standing_at

__all__ = ["hall", "person", "rules"]

WAITING = 10_000


def mark_of(person: Person) -> SyncMark:
    mark: SyncMark = person.find(SyncMark, "sync-mark")
    return mark


def look(person: Person) -> str:
    assert person.window.page is not None
    return words_on(person.window.page)


def told_of_the_round(person: Person) -> str:
    banner: Banner = person.find(Banner, "sync.report")
    return banner.accessibleDescription()


def test_the_mark_leads_to_the_page_and_tells_by_words_as_well(person: Person) -> None:
    person.until(lambda: mark_of(person).accessibleName() == "同步狀態：已同步")
    person.click("sync-mark")
    person.sees("sync")
    assert person.reads("sync.state") == "與中央一致"
    assert person.reads("sync.waiting") == "0 筆"
    person.click("nav.back")
    person.sees("start")


def test_a_key_leads_there_too(person: Person, qtbot: Any) -> None:
    person.sees("start")
    qtbot.keyClick(person.window, Qt.Key.Key_F9)
    person.sees("sync")


def test_what_waits_and_why_is_told_in_words(person: Person) -> None:
    hall = person.hall
    hall.online = False
    hall.counter.register()
    hall.counter.clock.pass_by(days=26)
    person.click("sync-mark")
    person.sees("sync")
    told = look(person)
    assert "目前連不上中央服務" in told
    assert "K-SYNC" not in told
    assert "最早一筆已等候將近 30 天" in told
    assert person.reads("sync.waiting") == "2 筆"
    assert person.reads("sync.oldest") == "2026/03/02 10:00（26 天前）"
    person.click("nav.next")
    person.until(lambda: "需要立即確認時，請稍後再試。" in told_of_the_round(person))


def test_sync_now_tells_what_happened_and_says_so_until_the_next(person: Person) -> None:
    hall = person.hall
    membership_id = member_of(hall)
    hall.counter.submit(membership_id, hall.counter.order(), order_receipt)
    hall.counter.submit(membership_id, hall.counter.order(points=1000), order_receipt)
    hall.refuses = {"place_order": "K-RULE-17"}
    person.click("sync-mark")
    person.sees("sync")
    person.click("nav.next")
    person.until(lambda: "送出 2 筆：接受 1 筆，未接受 1 筆。收到 1 筆結果。" in look(person))
    person.window.sync_changed.emit(SyncReport(0, 0, 0, 0, None, None))
    person.until(lambda: mark_of(person).words == "1 件待處理")
    assert "送出 2 筆" in look(person)
    person.sees("sync")
    person.click("nav.next")
    person.until(lambda: "沒有要送出的資料，也沒有新的結果。" in look(person))


def test_a_round_shows_how_far_and_how_fast_and_can_be_stopped(person: Person) -> None:
    stopped = []
    person.hall.cancel = lambda: stopped.append(True)  # type: ignore[method-assign]
    person.click("sync-mark")
    person.sees("sync")
    watch = person.window._context.sync
    watch.tell_progress(SyncProgress(0, 400, 0), time.monotonic() - 2)
    person.window.sync_changed.emit(SyncProgress(100, 400, 0))
    person.until(lambda: person.reads("sync.far") == "已送出 100／400 筆")
    assert person.reads("sync.fast").startswith(("每秒 49 筆", "每秒 50 筆"))
    assert "約再 " in person.reads("sync.fast")
    assert person.find(QProgressBar, "sync.bar").value() == 100
    assert (person.reads("sync.waiting"), mark_of(person).words) == ("300 筆", "300 筆待送")
    assert not person.find(QAbstractButton, "nav.next").isEnabled()
    person.click("sync.stop")
    assert stopped == [True]
    person.window.sync_changed.emit(SyncProgress(400, 400, 120))
    person.until(lambda: person.reads("sync.far") == "正在取回結果，已收到 120 筆")
    person.window.sync_changed.emit(SyncReport(100, 0, 0, 0, None, None, cancelled=True))
    person.until(lambda: "其餘保留在本機" in look(person))
    person.until(lambda: bool(person.find(QAbstractButton, "nav.next").isEnabled()))


def refused_order(person: Person) -> str:
    hall = person.hall
    membership_id = member_of(hall)
    hall.counter.submit(membership_id, hall.counter.order(points=1000), order_receipt)
    hall.refuses = {"place_order": "K-RULE-17"}
    hall.once()
    person.click("sync-mark")
    person.sees("sync")
    person.click("sync.attend.open")
    person.sees("attend")
    (case,) = hall.services.attending.open_cases()
    person.click(f"attend.case.{case.command_id}")
    person.sees("attend_case")
    return case.command_id


def test_the_list_tells_why_what_was_told_and_keeps_what_is_withdrawn(person: Person) -> None:
    command_id = refused_order(person)
    told = look(person)
    assert "可用點數不足" in told
    assert "已在本櫃台受理並保存（暫定）" in told
    person.click("attend_case.receipt")
    person.sees("receipt")
    assert "未成立，不生效" in look(person)
    person.click("nav.back")
    person.sees("attend_case")
    person.click("attend_case.withdraw")
    person.sees("attend_withdraw")
    assert not person.find(QAbstractButton, "nav.next").isEnabled()
    person.writes("attend_withdraw.by", "經辦")
    person.writes("attend_withdraw.why", "改選其他方案")
    person.goes_on("attend_case")
    assert "改選其他方案" in look(person)
    assert not [
        b for b in person.window.findChildren(QAbstractButton, "attend_case.correct") if b.isVisible()
    ]
    person.until(lambda: mark_of(person).words == "已同步")
    person.goes_on("attend")
    assert person.find(QAbstractButton, f"attend.case.{command_id}").isVisible()


def test_the_review_desk_is_asked_with_the_network_or_not_at_all(person: Person) -> None:
    command_id = refused_order(person)
    asked: list[tuple[str, str]] = []

    def ask_review(command: str, question: str) -> None:
        person.hall._reach()
        asked.append((command, question))

    person.hall.ask_review = ask_review  # type: ignore[attr-defined]
    person.hall.online = False
    person.click("attend_case.ask")
    person.sees("attend_ask")
    person.writes("attend_ask.by", "經辦")
    person.writes("attend_ask.why", "點數為何不足")
    person.click("nav.next")
    person.until_failure("K-SYNC-01")
    assert person.hall.services.attending.case(command_id).steps == ()
    assert person.find(QLineEdit, "attend_ask.why").text() == "點數為何不足"
    person.hall.online = True
    person.goes_on("attend_case")
    assert asked == [(command_id, "經辦：點數為何不足")]
    assert "已請中央審查人員查明" in look(person)


def test_a_correction_goes_on_once_its_holders_card_is_in(person: Person) -> None:
    refused_order(person)
    person.click("attend_case.correct")
    person.sees("member")
    person.puts_in(PaperCard())
    person.sees("order.plan")


def test_a_correction_is_a_new_case_and_begins_only_where_one_may(person: Person) -> None:
    refused_order(person)
    person.hall.found = (Trouble.DISK_LOW.value,)
    person.click("attend_case.correct")
    person.sees("member")
    person.puts_in(PaperCard())
    person.until_failure(Trouble.DISK_LOW.value)
    assert not person._visible(Banner, "member.note")


def test_a_registration_taken_elsewhere_says_so_and_not_that_there_is_none(person: Person) -> None:
    hall = person.hall
    hall.counter.register(2)
    hall.refuses = {"open_membership": "K-RULE-01"}
    hall.once()
    person.puts_in(PaperCard(2))
    person.until(lambda: "註冊未成立：這家合作社已經加入" in look(person))
    assert "尚未註冊" not in person.reads("page.lead")
    person.click("start.account")
    person.sees("member")
    assert "這家合作社已在別處註冊" in look(person)
    person.click("sync-mark")
    person.sees("sync")
    person.click("sync.attend.open")
    person.sees("attend")
    (case,) = hall.services.attending.open_cases()
    person.click(f"attend.case.{case.command_id}")
    person.sees("attend_case")
    person.click("attend_case.register")
    person.sees("registration.consent")


def test_what_needs_the_network_says_so_before_one_starts(person: Person) -> None:
    person.hall.online = False
    person.window.sync_changed.emit(SyncReport(0, 0, 0, 0, "K-SYNC-01", None))
    person.until(lambda: mark_of(person).words == "離線")
    person.hall.card = PaperCard()
    flow = to_code(person.hall)
    flow.back()
    draft = person.hall.services.drafts.open_drafts()[0]
    person.window._routes.go("resume", draft.draft_id)
    person.sees("registration.contact")
    assert "隨時可從帳戶總覽的「驗證Email」寄送並輸入驗證碼" in look(person)


class PaperCentral:
    """Accepts at once whatever waits, in order; nothing comes down."""

    def __init__(self, command_ids: list[str], clock: TestClock) -> None:
        self._ids, self._clock = iter(command_ids), clock

    def send(self, envelopes: list[bytes]) -> list[CommandAnswer]:
        return [
            CommandAnswer(
                command_id=next(self._ids), status=Status.ACCEPTED, code="", decided_at=self._clock()
            )
            for _ in envelopes
        ]

    def events(self, after: str) -> EventsAnswer:
        return EventsAnswer(events=[], cursor="1", more=False, central_time=self._clock())


def let_wait(hall: Hall, amount: int) -> list[str]:
    """Commands in the outbox, each of about 1 KB."""
    ids = [str(uuid_utils.uuid7()) for _ in range(amount)]
    numbers = count(1)
    issued: datetime = hall.counter.clock() - timedelta(days=1)
    envelope = b"x" * 1024
    with hall.counter.database.session() as session:
        session.add_all(
            OutboxRow(
                command_id=command_id, device_seq=next(numbers), membership_id=command_id, kind="apply",
                issued_at=issued, signer_issuer=None, signer_subject=None, envelope=envelope,
                chain_hash=sha256(envelope), state=OutboxState.WAITING, code="", decided_at=None,
            )
            for command_id in ids
        )  # fmt: skip
    return ids


@pytest.fixture
def steady() -> Iterator[None]:
    """As the program sets itself up."""
    before = sys.getswitchinterval()
    keep_steady()
    yield
    gc.unfreeze()
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("steady")
def test_the_window_answers_while_ten_thousand_commands_go_up(
    hall: Hall, qtbot: Any, qapp: QApplication
) -> None:
    counter = hall.counter
    central = PaperCentral(let_wait(hall, WAITING), counter.clock)
    sync = Sync(counter.database, cast(Any, central), counter.rules, counter.clock, lambda: 0.0)
    hall.once, hall.status, hall.cancel = sync.once, sync.status, sync.cancel  # type: ignore[method-assign]
    person = standing_at(hall, qtbot, qapp)
    person.click("sync-mark")
    person.sees("sync")
    assert person.reads("sync.waiting") == "10,000 筆"
    heart = Frames()
    heart.start()
    person.click("nav.next")
    watch = person.window._context.sync
    qtbot.waitUntil(lambda: watch.report is not None, timeout=60_000)
    person.until(lambda: "接受 10,000 筆" in look(person))
    heart.stop()
    person.window.close_down()
    print(*heart.told(), sep="\n")
    assert max(frame.worked for frame in heart.frames) < LONGEST
    held_up = [frame.waited for frame in heart.frames if frame.waited > LONGEST]
    assert len(held_up) <= len(heart.frames) // 500  # a machine that does something else may hold up a few
