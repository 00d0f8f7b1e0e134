"""A training certification authority and the holders it certifies, laid down in a folder.

`<folder>/trust/*.der` are the training authorities' certificates, for kiosk and central to pin.
`<folder>/cards/<holder>/` is what one card holds inside: `sign` and `encrypt`, each `.key` and `.der`.
The profile follows the published one of MOICA and XCA; nothing here is secret, and production refuses it all.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.cardreader.tlv import encode

_VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_VALID_UNTIL = datetime(2045, 1, 1, tzinfo=UTC)

_SUBJECT_DIRECTORY_ATTRIBUTES = x509.ObjectIdentifier("2.5.29.9")
_GPKI_ATTRIBUTE = "2.16.886.1.100.2."
_CITIZEN = "2.16.886.1.100.3.1.1"
_ASSURANCE_LEVEL_3 = x509.ObjectIdentifier("2.16.886.101.0.3.3")
# Beneath 2.999, the arc that is nobody's (ITU-T X.660: for examples).
_TRAINING_ORGANISATION = "2.999.886.1"


@dataclass(frozen=True)
class _Authority:
    """A training CA: the unit in its name, and the file it is pinned as (None: nobody pins it)."""

    unit: str
    trust_file: str | None


@dataclass(frozen=True)
class _Holder:
    """A training holder: folder, issuer, subject, GPKI attributes (number, DER value), validity."""

    folder: str
    authority: _Authority
    subject: x509.Name
    attributes: tuple[tuple[int, bytes], ...]
    valid_from: datetime = _VALID_FROM
    valid_until: datetime = _VALID_UNTIL


def _name(**attributes: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(getattr(NameOID, key), text) for key, text in attributes.items()])


def _oid(dotted: str) -> bytes:
    first, second, *others = (int(number) for number in dotted.split("."))
    octets = bytearray()
    for number in (first * 40 + second, *others):
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.append(number & 0x7F | 0x80)
        octets += bytes(reversed(digits))
    return encode(0x06, bytes(octets))


def _printable(text: str) -> bytes:
    return encode(0x13, text.encode("ascii"))


_XCA = _Authority("測試組織及團體憑證管理中心", "training-xca.der")
_MOICA = _Authority("測試內政部憑證管理中心", "training-moica.der")
# Bears the very name of the pinned one: a name proves nothing.
_IMPOSTOR = _Authority(_XCA.unit, None)

_ORGANISATION = _name(COUNTRY_NAME="TW", ORGANIZATION_NAME="訓練用𠮷祥合作社")
_ORGANISATION_ATTRIBUTES = ((102, _oid(_TRAINING_ORGANISATION)),)

_HOLDERS = (
    _Holder("organisation", _XCA, _ORGANISATION, _ORGANISATION_ATTRIBUTES),
    _Holder(
        "citizen",
        _MOICA,
        _name(COUNTRY_NAME="TW", COMMON_NAME="訓練用持卡人", SERIAL_NUMBER="0000000000000001"),
        ((1, _oid(_CITIZEN)), (2, _printable("primary")), (51, _printable("6789"))),
    ),
    _Holder(
        "expired",
        _XCA,
        _ORGANISATION,
        _ORGANISATION_ATTRIBUTES,
        valid_from=datetime(2014, 1, 1, tzinfo=UTC),
        valid_until=_VALID_FROM,
    ),
    _Holder("impostor", _IMPOSTOR, _ORGANISATION, _ORGANISATION_ATTRIBUTES),
)


def make_training_cards(folder: Path) -> None:
    """Make the training authorities, holders and keys (all new at random) in `folder`.

    Does nothing where a finished set lies already. Raises OSError when the folder cannot be written.
    """
    finished = folder / "trust"
    if finished.is_dir():
        return
    authorities = {authority: _make_authority(authority) for authority in (_XCA, _MOICA, _IMPOSTOR)}
    for holder in _HOLDERS:
        certificate, key = authorities[holder.authority]
        _make_card(folder / "cards" / holder.folder, holder, certificate, key)
    # The trust folder comes last and appears at once: it says that all is there.
    unfinished = folder / "trust.new"
    unfinished.mkdir(exist_ok=True)
    for authority, (certificate, _key) in authorities.items():
        if authority.trust_file is not None:
            (unfinished / authority.trust_file).write_bytes(certificate.public_bytes(Encoding.DER))
    unfinished.rename(finished)


def _make_authority(authority: _Authority) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = _new_key()
    name = _name(COUNTRY_NAME="TW", ORGANIZATION_NAME="行政院", ORGANIZATIONAL_UNIT_NAME=authority.unit)
    builder = (
        _builder(name, name, key.public_key(), _VALID_FROM, _VALID_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
    )
    return builder.sign(key, SHA256()), key


def _make_card(
    folder: Path, holder: _Holder, issuer: x509.Certificate, issuer_key: rsa.RSAPrivateKey
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    uses = {
        "sign": _key_usage(digital_signature=True),
        "encrypt": _key_usage(key_encipherment=True, data_encipherment=True),
    }
    for use, key_usage in uses.items():
        key = _new_key()
        builder = (
            _builder(holder.subject, issuer.subject, key.public_key(), holder.valid_from, holder.valid_until)
            .add_extension(_issuer_identifier(issuer), critical=False)
            .add_extension(key_usage, critical=True)
            .add_extension(_policies(), critical=False)
            .add_extension(_directory_attributes(holder.attributes), critical=False)
        )
        certificate = builder.sign(issuer_key, SHA256())
        (folder / f"{use}.der").write_bytes(certificate.public_bytes(Encoding.DER))
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{use}.key").write_bytes(private)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, valid_from: datetime, valid_until: datetime
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


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _issuer_identifier(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _policies() -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(_ASSURANCE_LEVEL_3, None)])


def _directory_attributes(attributes: tuple[tuple[int, bytes], ...]) -> x509.UnrecognizedExtension:
    """SEQUENCE OF Attribute, each an OID and a SET of one value (RFC 5280 §4.2.1.8)."""
    encoded = [
        encode(0x30, _oid(f"{_GPKI_ATTRIBUTE}{number}"), encode(0x31, value)) for number, value in attributes
    ]
    return x509.UnrecognizedExtension(_SUBJECT_DIRECTORY_ATTRIBUTES, encode(0x30, *encoded))


def _key_usage(**uses: bool) -> x509.KeyUsage:
    names = (
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
    return x509.KeyUsage(**{name: uses.get(name, False) for name in names})
