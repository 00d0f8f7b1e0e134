"""Mail is sent when there is a server to take it, and tried again when there was none."""

import asyncio
from datetime import timedelta
from typing import Any

from central.app import Central
from central.mail.sender import MailSender
from central.mail.sink import MailSink
from central.store.mails import add_mail
from central.tasks import end
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
        await sending(sender, away, lambda: bool(expected_logs.records))
        assert _waiting(central) == [("內文", 1)]
        clock.move(seconds=3)
        server = await sink.start()
        await sending(sender, server, lambda: not _waiting(central))
        await sink.stop()
        return sink

    mails = asyncio.run(run()).mails()
    assert [(mail.to, mail.subject, mail.body.strip()) for mail in mails] == [
        ("office@coop.example", "主旨", "內文")
    ]


class _Slow(MailSink):
    """A mail server that takes a mail only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.begun.set()
        await self.go.wait()
        return await super().handle_DATA(server, session, envelope)


def test_mail_is_not_sent_twice_though_the_server_takes_its_time(central: Central, clock: HandClock) -> None:
    """Another process's sender leaves a mail alone that is being sent, long after its next try would be."""
    senders = [MailSender(central.store.database, clock, "no-reply@training.example") for _ in range(2)]
    _add(central, clock)

    async def run() -> MailSink:
        sink = _Slow()
        server = await sink.start()
        first = asyncio.create_task(senders[0].run(server))
        await sink.begun.wait()
        clock.move(seconds=20)
        _add(central, clock, "another")
        sink.begun.clear()
        second = asyncio.create_task(senders[1].run(server))
        await sink.begun.wait()
        sink.go.set()
        async with asyncio.timeout(10):
            while _waiting(central):
                await asyncio.sleep(0.02)
        await end(first)
        await end(second)
        await sink.stop()
        return sink

    assert sorted(mail.subject for mail in asyncio.run(run()).mails()) == ["another", "主旨"]


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
