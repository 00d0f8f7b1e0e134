"""Authorities and certificates made on the spot, to be right or wrong in every way a test needs."""

from datetime import UTC, datetime
from typing import Any

from asn1crypto import core  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA224, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2045, 1, 1, tzinfo=UTC)

_NAME_OIDS = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "SERIALNUMBER": NameOID.SERIAL_NUMBER,
}
_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class _AnyValue(core.SetOf):  # type: ignore[misc]
    _child_spec = core.Any


class _Attribute(core.Sequence):  # type: ignore[misc]
    _fields = [("type", core.ObjectIdentifier), ("values", _AnyValue)]  # noqa: RUF012


class _Attributes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _Attribute


def name(**parts: str) -> x509.Name:
    """A subject in C=TW."""
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "TW")
    return x509.Name([country, *(x509.NameAttribute(_NAME_OIDS[key], text) for key, text in parts.items())])


def gpki(*attributes: tuple[Any, ...]) -> list[Any]:
    """Subject directory attributes under the GPKI arc: (number, value, …)."""
    return [
        _Attribute({"type": f"2.16.886.1.100.2.{number}", "values": [core.Any(value) for value in values]})
        for number, *values in attributes
    ]


def key_usage(*uses: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in uses for use in _USES})


def policy(*oids: str) -> x509.CertificatePolicies:
    every = [x509.PolicyInformation(x509.ObjectIdentifier(oid), None) for oid in oids]
    return x509.CertificatePolicies(every)


class Authority:
    """A certification authority; its own certificate is signed by `issuer`, or by itself."""

    def __init__(
        self,
        unit: str,
        issuer: "Authority | None" = None,
        *,
        rsa: bool = False,
        path_length: int | None = None,
        identified: bool = True,
        extensions: list[x509.ExtensionType] | None = None,
        until: datetime = VALID_UNTIL,
    ) -> None:
        self.key = _rsa_key() if rsa else ec.generate_private_key(ec.SECP256R1())
        self.name = name(O="行政院", OU=unit)
        if extensions is None:
            constraints = x509.BasicConstraints(ca=True, path_length=path_length)
            extensions = [constraints, key_usage("key_cert_sign", "crl_sign")]
        own = (issuer or self)._build(self.name, self.key.public_key(), until)
        if identified:
            own = own.add_extension(self.identifier, critical=False)
        for extension in extensions:
            own = own.add_extension(extension, critical=True)
        self.der = own.sign((issuer or self).key, SHA256()).public_bytes(Encoding.DER)

    @property
    def identifier(self) -> x509.SubjectKeyIdentifier:
        return x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())

    def certify(
        self,
        subject: x509.Name,
        attributes: list[Any] | None = None,
        *,
        key: Any = None,
        raw_attributes: bytes | None = None,
        usage: x509.KeyUsage | None = key_usage("digital_signature"),  # noqa: B008  # frozen
        policies: x509.CertificatePolicies | None = policy("2.16.886.101.0.3.3"),  # noqa: B008  # frozen
        identified: bool = True,
        extensions: list[x509.ExtensionType] | None = None,
        critical: list[x509.ExtensionType] | None = None,
        digest: SHA224 | SHA256 = SHA256(),  # noqa: B008  # frozen
    ) -> bytes:
        """A holder's certificate, as DER."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        builder = self._build(subject, key.public_key(), VALID_UNTIL)
        if attributes:
            raw_attributes = _Attributes(attributes).dump()
        if raw_attributes is not None:
            extension = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.9"), raw_attributes)
            builder = builder.add_extension(extension, critical=False)
        if usage is not None:
            builder = builder.add_extension(usage, critical=True)
        if policies is not None:
            builder = builder.add_extension(policies, critical=False)
        if identified:
            by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self.identifier)
            builder = builder.add_extension(by, critical=False)
        for each in extensions or []:
            builder = builder.add_extension(each, critical=False)
        for each in critical or []:
            builder = builder.add_extension(each, critical=True)
        return builder.sign(self.key, digest).public_bytes(Encoding.DER)

    def _build(self, subject: x509.Name, key: Any, until: datetime) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(VALID_FROM)
            .not_valid_after(until)
        )


def serial_of(der: bytes) -> int:
    return x509.load_der_x509_certificate(der).serial_number


def pem_of(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
