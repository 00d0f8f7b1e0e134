"""Training's certification authorities: their certificates, and the lists of what they have revoked.

Names and profile follow the published ones of MOICA, XCA and MOEACA. Nothing here is secret, and production
refuses it all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2045, 1, 1, tzinfo=UTC)

_REVOKED_AT = datetime(2025, 7, 1, tzinfo=UTC)

# A place that cannot be (RFC 6761): training's lists lie in a folder.
_LISTS_AT = "http://crl.training.invalid"


@dataclass(frozen=True)
class Authority:
    """A training CA: the name of its files, the unit in its own name, whether kiosk and central pin it."""

    name: str
    unit: str
    pinned: bool = True


MOICA = Authority("training-moica", "測試內政部憑證管理中心")
XCA = Authority("training-xca", "測試組織及團體憑證管理中心")
MOEACA = Authority("training-moeaca", "測試工商憑證管理中心")
# Bears the very name of the pinned one: a name proves nothing.
IMPOSTOR = Authority("impostor", XCA.unit, pinned=False)
# Looks like the authority of the real world: training must refuse its holders, as production does training's.
PRODUCTION = Authority("production", "組織及團體憑證管理中心", pinned=False)

AUTHORITIES = (MOICA, XCA, MOEACA, IMPOSTOR, PRODUCTION)


def names(**attributes: str) -> x509.Name:
    """A distinguished name of `NameOID`'s attributes, in the order given."""
    return x509.Name([x509.NameAttribute(getattr(NameOID, key), text) for key, text in attributes.items()])


@dataclass(frozen=True)
class Issuer:
    """An authority at work: its certificate, and the key it signs with."""

    authority: Authority
    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @classmethod
    def new(cls, authority: Authority) -> Self:
        """An authority with a new key, certified by itself."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = names(COUNTRY_NAME="TW", ORGANIZATION_NAME="行政院", ORGANIZATIONAL_UNIT_NAME=authority.unit)
        builder = (
            _builder(name, name, key.public_key(), VALID_FROM, VALID_UNTIL)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(key_usage("key_cert_sign", "crl_sign"), critical=True)
        )
        return cls(authority, builder.sign(key, SHA256()), key)

    @property
    def der(self) -> bytes:
        """Its certificate as DER."""
        return self.certificate.public_bytes(Encoding.DER)

    def certify(
        self,
        subject: x509.Name,
        key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
        validity: tuple[datetime, datetime],
        extensions: Iterable[tuple[x509.ExtensionType, bool]],
    ) -> x509.Certificate:
        """A holder's certificate; each of `extensions` comes with whether it is critical."""
        builder = (
            _builder(subject, self.certificate.subject, key, *validity)
            .add_extension(self._key_identifier(), critical=False)
            .add_extension(self._distribution_point(), critical=False)
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(self.key, SHA256())

    def revocation_list(self, revoked: Iterable[x509.Certificate], at: datetime) -> bytes:
        """The list (DER, RFC 5280 §5) of its certificates that are `revoked`, made at `at` (UTC).

        Its successor is announced for a day far off, since training's clock moves.
        """
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(at)
            .next_update(VALID_UNTIL)
            .add_extension(self._key_identifier(), critical=False)
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        for certificate in revoked:
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(certificate.serial_number)
                .revocation_date(_REVOKED_AT)
                .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            )
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, SHA256()).public_bytes(Encoding.DER)

    def _key_identifier(self) -> x509.AuthorityKeyIdentifier:
        own = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)

    def _distribution_point(self) -> x509.CRLDistributionPoints:
        place = x509.UniformResourceIdentifier(f"{_LISTS_AT}/{self.authority.name}.crl")
        return x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])


def key_usage(*uses: str) -> x509.KeyUsage:
    """The extension that allows these `uses` (by their names in x509.KeyUsage) and no other."""
    every = (
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
    return x509.KeyUsage(**{name: name in uses for name in every})


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )
