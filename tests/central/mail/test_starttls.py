"""A mail server elsewhere is talked to over TLS or not at all."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uuid_utils
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from central.app import Central
from central.mail.sender import MailSender
from central.mail.server import MailServer, Secured, mail_server
from central.store.mails import add_mail
from tests.central.conftest import HandClock
from tests.central.sending import sending
from tests.plugins.expected_logs import ExpectedLogs


def _certificate(folder: Path) -> Path:
    """For 127.0.0.1, its own authority; certificate and key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.training.example")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "mail.pem"
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(certificate.public_bytes(Encoding.PEM) + pem)
    return file


class Relay:
    """A mail server that takes nothing without TLS and a password."""

    def __init__(self, certificate: Path | None) -> None:
        self.context = None
        if certificate is not None:
            self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self.context.load_cert_chain(certificate)
        self.mails: list[tuple[list[str], bool]] = []

    def authenticate(
        self, _server: SMTP, session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"central", b"secret")
        return AuthResult(success=right and session.ssl is not None)

    async def handle_DATA(self, _server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((envelope.rcpt_tos, session.ssl is not None))
        return "250 OK"

    async def start(self) -> tuple[asyncio.Server, int]:
        loop = asyncio.get_running_loop()

        def session() -> SMTP:
            if self.context is None:
                return SMTP(self, loop=loop)
            return SMTP(
                self, loop=loop, tls_context=self.context, require_starttls=True,
                authenticator=self.authenticate, auth_required=True,
            )  # fmt: skip

        server = await loop.create_server(session, "127.0.0.1", 0)
        return server, server.sockets[0].getsockname()[1]


def _put(central: Central, clock: HandClock) -> None:
    with central.store.database.writing() as connection:
        add_mail(
            connection, mail_id=str(uuid_utils.uuid7()), recipient="office@coop.example", subject="主旨",
            text="內文", html="<p>內文</p>", at=clock(), useful_until=clock() + timedelta(days=3),
        )  # fmt: skip


def _attempts(central: Central) -> list[tuple[int, bool]]:
    with central.store.database.reading() as connection:
        query = "SELECT attempts, sent_at IS NOT NULL FROM mail"
        return [(attempts, bool(sent)) for attempts, sent in connection.exec_driver_sql(query)]


def _run(
    central: Central, clock: HandClock, relay: Relay, done: Callable[[], bool], password: str = "secret"
) -> None:
    async def run() -> None:
        listening, port = await relay.start()
        server = MailServer("127.0.0.1", port, Secured.STARTTLS, "central", password)
        await sending(MailSender(central.store.database, clock, "no-reply@training.example"), server, done)
        listening.close()

    asyncio.run(run())


def test_starttls_with_a_password(
    central: Central,
    clock: HandClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.allow("mail.log", "login_data is deprecated")  # the test server speaks of itself
    certificate = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    relay = Relay(certificate)
    _put(central, clock)
    _run(central, clock, relay, lambda: _attempts(central) == [(1, True)])
    assert relay.mails == [(["office@coop.example"], True)]


@pytest.mark.parametrize("trusted", [True, False])
def test_nothing_is_sent_by_a_way_that_is_not_safe(
    central: Central, clock: HandClock, tmp_path: Path, expected_logs: ExpectedLogs, trusted: bool
) -> None:
    """A server without STARTTLS, and one whose certificate nobody vouches for."""
    expected_logs.allow("central.mail.sender", "was not sent, attempt 1")
    expected_logs.allow("mail.log", "SMTP session exception")  # the test server, hung up on
    relay = Relay(None if trusted else _certificate(tmp_path))
    _put(central, clock)
    _run(central, clock, relay, lambda: bool(expected_logs.records))  # the attempt is over
    assert _attempts(central) == [(1, False)]
    assert relay.mails == []


def test_how_a_server_is_talked_to() -> None:
    assert mail_server(("127.0.0.1", 25), {}).secured is Secured.BY_LOOPBACK
    assert mail_server(("localhost", 25), {}).secured is Secured.BY_LOOPBACK
    assert mail_server(("[::1]", 25), {}).secured is Secured.BY_LOOPBACK
    assert mail_server(("mail.example", 25), {}).secured is Secured.STARTTLS
    assert mail_server(("10.0.0.1", 587), {}).secured is Secured.STARTTLS
    found = mail_server(("mail.example", 465), {"CENTRAL_SMTP_USER": "u", "CENTRAL_SMTP_PASSWORD": "geheim"})
    assert (found.secured, found.user, found.password) == (Secured.TLS, "u", "geheim")
    assert "geheim" not in repr(replace(found))
