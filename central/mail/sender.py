"""Sends the outbox of mail by SMTP."""

import asyncio
import logging
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import aiosmtplib

from central.store.database import Database
from central.store.mails import OutgoingMail, claim_mail, mark_sent
from kiosk.contract.clock import Clock

_log = logging.getLogger(__name__)

_LOOK_AGAIN = 1.0  # seconds; new mail wakes the sender before that
_PATIENCE = 10.0  # seconds with one mail


class MailSender:
    """Sends what waits in the outbox, when it is woken and again where the mail server was in trouble."""

    def __init__(self, database: Database, clock: Clock, sender: str) -> None:
        self._database = database
        self._clock = clock
        self._sender = sender
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """There is new mail. From any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self, server: tuple[str, int]) -> None:
        """Send through the mail server at (host, port) until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._woken.clear()
            while (mail := await asyncio.to_thread(self._claim)) is not None:
                await self._send(mail, server)
            try:
                await asyncio.wait_for(self._woken.wait(), _LOOK_AGAIN)
            except TimeoutError:
                continue

    async def _send(self, mail: OutgoingMail, server: tuple[str, int]) -> None:
        host, port = server
        try:
            await aiosmtplib.send(self._message(mail), hostname=host, port=port, timeout=_PATIENCE)
        except (aiosmtplib.SMTPException, OSError) as error:
            # Neither address nor text: a log is read by many.
            _log.warning(
                "mail %s was not sent, attempt %d: %s", mail.mail_id, mail.attempts, type(error).__name__
            )
            return
        await asyncio.to_thread(self._mark_sent, mail.mail_id)

    def _message(self, mail: OutgoingMail) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        return message

    def _claim(self) -> OutgoingMail | None:
        with self._database.writing() as connection:
            return claim_mail(connection, self._clock())

    def _mark_sent(self, mail_id: str) -> None:
        with self._database.writing() as connection:
            mark_sent(connection, mail_id, self._clock())
