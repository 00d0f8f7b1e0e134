"""Sends the outbox of mail by SMTP."""

import asyncio
import logging
import traceback
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import aiosmtplib
from sqlalchemy.exc import SQLAlchemyError

from central.mail.server import MailServer, Secured
from central.store.database import Database
from central.store.mails import OutgoingMail, claim_mail, mark_not_sent, mark_sent
from kiosk.contract.clock import Clock

_log = logging.getLogger(__name__)

_LOOK_AGAIN = 1.0  # seconds; new mail wakes the sender before that
_PATIENCE = 10.0  # seconds with each answer of the mail server
_LONGEST_TRY = 30.0  # seconds with one mail
_CLAIM = timedelta(minutes=1)  # nobody else tries meanwhile


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

    async def run(self, server: MailServer) -> None:
        """Send through the mail server until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._woken.clear()
            try:
                while (mail := await asyncio.to_thread(self._claim)) is not None:
                    await self._send(mail, server)
            except SQLAlchemyError as error:  # the database is away for a while: mail waits in it
                _log.warning("the outbox of mail could not be read: %s", type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_AGAIN):
                    await self._woken.wait()

    async def _send(self, mail: OutgoingMail, server: MailServer) -> None:
        try:
            async with asyncio.timeout(_LONGEST_TRY):
                await aiosmtplib.send(
                    self._message(mail),
                    hostname=server.host,
                    port=server.port,
                    timeout=_PATIENCE,
                    use_tls=server.secured is Secured.TLS,
                    start_tls=server.secured is Secured.STARTTLS,
                    username=server.user or None,
                    password=server.password or None,
                )
        except (aiosmtplib.SMTPException, OSError) as error:
            await asyncio.to_thread(self._mark_not_sent, mail)
            # Neither address nor text: a log is read by many.
            _log.warning(
                "mail %s was not sent, attempt %d: %s", mail.mail_id, mail.attempts, type(error).__name__
            )
            return
        except Exception as error:  # noqa: BLE001 - one letter's fault of ours is not to keep back all others
            await asyncio.to_thread(self._mark_not_sent, mail)
            frames = "".join(traceback.format_tb(error.__traceback__))
            _log.error("mail %s could not be made: %s\n%s", mail.mail_id, type(error).__name__, frames)
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
        if mail.html:
            message.add_alternative(mail.html, subtype="html")
        return message

    def _claim(self) -> OutgoingMail | None:
        now = self._clock()
        with self._database.writing() as connection:
            return claim_mail(connection, now, now + _CLAIM)

    def _mark_not_sent(self, mail: OutgoingMail) -> None:
        with self._database.writing() as connection:
            mark_not_sent(connection, mail, self._clock())

    def _mark_sent(self, mail_id: str) -> None:
        with self._database.writing() as connection:
            mark_sent(connection, mail_id, self._clock())
