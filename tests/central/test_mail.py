"""Mail is sent when there is a server to take it, and tried again when there was none."""

import asyncio
from datetime import timedelta

from central.app import Central
from central.mail.sender import MailSender
from central.mail.sink import MailSink
from central.store.mails import add_mail
from tests.central.conftest import HandClock
from tests.central.kiosk import new_id
from tests.central.sending import sending
from tests.plugins.expected_logs import ExpectedLogs


def _add(central: Central, clock: HandClock, subject: str = "主旨") -> None:
    with central.store.database.writing() as connection:
        add_mail(
            connection,
            mail_id=new_id(),
            recipient="office@coop.example",
            subject=subject,
            text="內文",
            at=clock(),
            useful_until=clock() + timedelta(minutes=10),
        )


def _waiting(central: Central) -> list[tuple[str, int]]:
    with central.store.database.reading() as connection:
        query = "SELECT text, attempts FROM mail WHERE next_try_at IS NOT NULL"
        return [(text, attempts) for text, attempts in connection.exec_driver_sql(query)]


def test_a_server_in_trouble_gets_the_mail_later(
    central: Central, clock: HandClock, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("central.mail.sender", "was not sent, attempt 1: SMTPConnectError")
    sender = MailSender(central.store.database, clock, "no-reply@training.example")
    _add(central, clock)

    async def run() -> MailSink:
        sink = MailSink()
        away = await sink.start()
        await sink.stop()
        await sending(sender, away, lambda: _waiting(central) == [("內文", 1)])
        clock.move(seconds=3)
        server = await sink.start()
        await sending(sender, server, lambda: not _waiting(central))
        await sink.stop()
        return sink

    mails = asyncio.run(run()).mails()
    assert [(mail.to, mail.subject, mail.body.strip()) for mail in mails] == [
        ("office@coop.example", "主旨", "內文")
    ]


def test_mail_of_no_use_any_more_is_not_sent(central: Central, clock: HandClock) -> None:
    sender = MailSender(central.store.database, clock, "no-reply@training.example")
    _add(central, clock)
    clock.move(minutes=11)

    async def run() -> MailSink:
        sink = MailSink()
        server = await sink.start()
        await sending(sender, server, lambda: not _waiting(central))
        await sink.stop()
        return sink

    assert asyncio.run(run()).mails() == ()


def test_a_letter_that_cannot_be_made_keeps_none_back(
    central: Central, clock: HandClock, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("central.mail.sender", "could not be made: ValueError")
    sender = MailSender(central.store.database, clock, "no-reply@training.example")
    _add(central, clock, "a line\nand another one")
    _add(central, clock)

    async def run() -> MailSink:
        sink = MailSink()
        server = await sink.start()
        await sending(sender, server, lambda: len(_waiting(central)) == 1)
        await sink.stop()
        return sink

    assert [mail.subject for mail in asyncio.run(run()).mails()] == ["主旨"]
