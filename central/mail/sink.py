"""The training's mail server: a real one that delivers nothing and shows what it got."""

import asyncio
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP

from central.mail.server import MailServer, Secured

_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A mail as its reader would see it."""

    to: str
    subject: str
    body: str
    html: str


class MailSink:
    """Takes mail on a free loopback port and keeps it in memory."""

    def __init__(self) -> None:
        self._mails: list[ReceivedMail] = []
        self._server: asyncio.Server | None = None

    async def start(self) -> MailServer:
        """Listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, loop=loop), _HOST, 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return MailServer(_HOST, port, Secured.BY_LOOPBACK)

    async def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def mails(self) -> tuple[ReceivedMail, ...]:
        """What came, the oldest first."""
        return tuple(self._mails)

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail."""
        message = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        body, html = _content(message, "plain"), _content(message, "html")
        for recipient in envelope.rcpt_tos:
            self._mails.append(ReceivedMail(recipient, str(message["Subject"]), body, html))
        return "250 OK"


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())
