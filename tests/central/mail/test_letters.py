"""Each notice of the brochure is written, in both languages, as text and as HTML."""

from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from central.app import Central
from central.mail.notice_texts import NOTICES
from central.mail.texts import email_code_text
from central.store.tables import mail
from kiosk.domain.commands import ApplyDeadlines, Condition, RequestExpert
from kiosk.domain.notices import NoticeKind
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard, application, new_id, opening, refund
from tests.central.registered import order, register, rule

NUMBER = "20260302100000000001"


def _mails(central: Central) -> list[sa.Row[tuple[str, str, str, str]]]:
    query = sa.select(mail.c.subject, mail.c.text, mail.c.html, mail.c.recipient).order_by(mail.c.mail_id)
    with central.store.database.reading() as connection:
        return list(connection.execute(query))


def _subjects(central: Central) -> list[str]:
    return [one.subject for one in _mails(central)]


def _subject(kind: NoticeKind) -> str:
    return f"臺灣雲市集 {NOTICES[kind].title} / {NOTICES[kind].title_en}"


@pytest.fixture
def membership(central: Central, organisation: SoftCard, programme: Programme) -> str:
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    return membership


def test_every_kind_of_notice_has_its_words() -> None:
    assert set(NOTICES) == set(NoticeKind)
    assert len({words.title for words in NOTICES.values()}) == len(NoticeKind)


def test_an_order_to_its_refund(
    central: Central, membership: str, organisation: SoftCard, programme: Programme, clock: HandClock
) -> None:
    central.vendor.confirm(NUMBER)
    central.vendor.pay(NUMBER, "TX-1")
    clock.move(days=30)
    rule(central, membership, ApplyDeadlines())  # invoice and service are late by now
    central.vendor.invoice(NUMBER, "AB-12345678")
    central.vendor.start(NUMBER)
    clock.move(days=58)
    rule(central, membership, refund(NUMBER, 20_000, 20_000, organisation.holder))
    assert _subjects(central) == [
        _subject(kind)
        for kind in (
            NoticeKind.ELIGIBILITY_APPROVED,
            NoticeKind.POINTS_GRANTED,
            NoticeKind.ORDER_PLACED,
            NoticeKind.ORDER_CONFIRMED,
            NoticeKind.ORDER_PAID,
            NoticeKind.INVOICE_LATE,
            NoticeKind.SERVICE_LATE,
            NoticeKind.INVOICE_ISSUED,
            NoticeKind.SERVICE_STARTED,
            NoticeKind.ORDER_REFUNDED,
        )
    ]
    granted, confirmed, refunded = (_mails(central)[at] for at in (1, 3, 9))
    assert granted.recipient == "office@coop.example"
    assert "30,000 點" in granted.text
    assert "2026 年 4 月 2 日前啟用" in granted.text
    assert "2 April 2026" in granted.text
    link = f"https://central.example/pay/{NUMBER}"
    assert f"付款連結：{link}" in confirmed.text
    assert f'href="{link}"' in confirmed.html
    assert "2026 年 3 月 4 日" in confirmed.text
    assert "NT$20,000、點數 20,000 點" in refunded.text


def test_text_and_html_say_the_same_in_both_languages(central: Central, membership: str) -> None:
    assert membership
    for one in _mails(central):
        html = unescape(one.html)
        assert one.text.index("您好") < one.text.index("Hello")
        assert html.index('lang="zh-Hant"') < html.index('lang="en"')
        for line in one.text.splitlines():
            words = line.partition("：")[2] or line.partition(": ")[2] or line
            if words and words not in {"您好：", "Hello,", "────────"}:
                assert words in html, line


def test_a_refusal_names_no_reason_in_a_mail(
    central: Central, organisation: SoftCard, programme: Programme
) -> None:
    from kiosk.domain.commands import ConfirmEmail

    membership, contact = new_id(), application()
    for command in (opening(organisation, central.clock()), contact, ConfirmEmail(contact.email)):
        rule(central, membership, command)
    rule(central, membership, RequestExpert((programme.questionnaire.themes[0].theme_id,)))
    central.agency.refuse(membership, [Condition.NO_VIOLATION], "違反某法")
    assert _subjects(central) == [
        _subject(NoticeKind.EXPERT_REQUESTED),
        _subject(NoticeKind.ELIGIBILITY_REFUSED),
    ]
    assert "違反某法" not in _mails(central)[1].text


def test_points_that_lapse_and_an_order_that_nobody_answers(
    central: Central, membership: str, clock: HandClock
) -> None:
    clock.move(days=3)
    rule(central, membership, ApplyDeadlines())
    clock.move(days=40)
    rule(central, membership, ApplyDeadlines())
    cancelled, returned = _mails(central)[-2:]
    assert cancelled.subject == _subject(NoticeKind.ORDER_CANCELLED)
    assert "資訊服務廠商未於期限內確認" in cancelled.text
    assert returned.subject == _subject(NoticeKind.POINTS_RETURNED)


def test_nobody_is_written_to_before_the_mailbox_has_answered(
    central: Central, organisation: SoftCard
) -> None:
    membership = new_id()
    rule(central, membership, opening(organisation, central.clock() - timedelta(minutes=1)))
    rule(central, membership, application())
    assert _mails(central) == []


def test_html_in_a_name_stays_text(central: Central, organisation: SoftCard, programme: Programme) -> None:
    register(central, organisation, programme, cooperative_name="<b onclick=x>&合作社</b>")
    html = _mails(central)[0].html
    assert "<b onclick" not in html
    assert "&lt;b onclick=x&gt;&amp;合作社" in html


def test_the_code_stands_out() -> None:
    words = email_code_text("012345", 10)
    assert "您的 Email 驗證碼是：012345" in words.text
    assert words.html.count(">012345</p>") == 2
    assert words.subject == "臺灣雲市集 Email 驗證碼 / Your verification code"
