"""On the way to central nobody else is taken for central, and which of them it was is told."""

import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.contract.clock import system_clock
from kiosk.services import central
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from kiosk.services.tls import context, is_of_tls

HERE = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
ELSEWHERE = x509.SubjectAlternativeName([x509.DNSName("central.example")])
NOW = datetime.now(UTC)
OK = b"HTTP/1.1 500 Trouble\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Authority:
    """Signs certificates of servers."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._sign(self.name, self.key, NOW + timedelta(days=9), ca=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(certificate)

    def server(self, names: x509.SubjectAlternativeName, until: datetime) -> Path:
        """A certificate and its key in one file."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        file = self.folder / "server.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(self._sign(subject, key, until, names) + private)
        return file

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        until: datetime,
        names: x509.SubjectAlternativeName | None = None,
        *,
        ca: bool = False,
    ) -> bytes:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        use = x509.KeyUsage(
            digital_signature=not ca, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=ca, crl_sign=ca,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=30))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(use, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(identifier, critical=False)
        )
        if names is not None:
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.PEM)


@contextmanager
def _serving(server: ssl.SSLContext) -> Iterator[tuple[str, list[bytes]]]:
    """Answers each connection with trouble; what it was sent, once the handshake was done."""
    got: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            try:
                with server.wrap_socket(connection, server_side=True) as safe:
                    got.append(safe.recv(65_536))
                    safe.sendall(OK)
            except (ssl.SSLError, ConnectionError):
                connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}", got
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)


def _server(file: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file)
    return made


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority that this kiosk has pinned."""
    authority = Authority(tmp_path, "ours")
    monkeypatch.setattr(central, "context", lambda: context(authority.file))
    return authority


def _failure(url: str) -> object:
    with (
        CentralClient(url, "d", Ed25519PrivateKey.generate(), system_clock, timedelta(seconds=10)) as client,
        pytest.raises(Failed) as raised,
    ):
        client.events("")
    return raised.value.failure


def test_central_is_spoken_to(ours: Authority) -> None:
    with _serving(_server(ours.server(HERE, NOW + timedelta(days=1)))) as (url, got):
        assert _failure(url) is Trouble.CENTRAL_TROUBLE
    assert b"/v1/events" in got[0]


def _expired(ours: Authority) -> ssl.SSLContext:
    return _server(ours.server(HERE, NOW - timedelta(days=1)))


def _wrong_host(ours: Authority) -> ssl.SSLContext:
    return _server(ours.server(ELSEWHERE, NOW + timedelta(days=1)))


def _unknown_authority(ours: Authority) -> ssl.SSLContext:
    return _server(Authority(ours.folder, "interceptor").server(HERE, NOW + timedelta(days=1)))


def _downgraded(ours: Authority) -> ssl.SSLContext:
    server = _server(ours.server(HERE, NOW + timedelta(days=1)))
    server.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():  # Python would rather not make such a server
        warnings.simplefilter("ignore", DeprecationWarning)
        server.options |= ssl.OP_NO_TLSv1_2 | ssl.OP_NO_TLSv1_3
    return server


@pytest.mark.parametrize("other", [_expired, _wrong_host, _unknown_authority, _downgraded])
def test_anybody_else_is_refused_and_told_and_gets_nothing(
    ours: Authority, other: Callable[[Authority], ssl.SSLContext]
) -> None:
    with _serving(other(ours)) as (url, got):
        assert _failure(url) is Trouble.CENTRAL_UNTRUSTED
    assert got == []


def test_without_pinned_authorities_the_systems_are_believed_and_not_the_interceptors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central, "context", lambda: context(tmp_path / "none"))
    server = _server(Authority(tmp_path, "interceptor").server(HERE, NOW + timedelta(days=1)))
    with _serving(server) as (url, got):
        assert _failure(url) is Trouble.CENTRAL_UNTRUSTED
    assert got == []


def test_pinned_authorities_that_are_no_certificates_open_nothing(tmp_path: Path) -> None:
    file = tmp_path / "authorities.pem"
    file.write_text("nothing")
    with pytest.raises(ssl.SSLError):
        context(file)


def test_old_encryption_is_never_offered() -> None:
    made = context()
    assert made.minimum_version is ssl.TLSVersion.TLSv1_2
    assert (made.verify_mode, made.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_what_is_not_of_tls() -> None:
    assert not is_of_tls(OSError())
