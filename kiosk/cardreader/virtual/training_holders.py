"""The holders of training cards: who they are, and what their certificates say. All are invented."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from cryptography import x509

from kiosk.cardreader.tlv import encode
from kiosk.cardreader.virtual.training_authorities import (
    IMPOSTOR,
    MOEACA,
    MOICA,
    PRODUCTION,
    VALID_FROM,
    VALID_UNTIL,
    XCA,
    Authority,
    key_usage,
    names,
)

KeyKind = Literal["RSA-2048", "EC-P256", "EC-P384"]

_SUBJECT_DIRECTORY_ATTRIBUTES = x509.ObjectIdentifier("2.5.29.9")
_GPKI_ATTRIBUTE = "2.16.886.1.100.2."
_CITIZEN = "2.16.886.1.100.3.1.1"
_ASSURANCE_LEVEL_3 = x509.ObjectIdentifier("2.16.886.101.0.3.3")
# Beneath 2.999, the arc that is nobody's (ITU-T X.660: for examples).
_TRAINING_ORGANISATIONS = "2.999.886."


@dataclass(frozen=True)
class Holder:
    """A training holder: folder of the card, issuer, subject, GPKI attributes (number, DER value).

    `signs` is False where neither certificate may be used for signatures; `revoked` puts both on the
    authority's list.
    """

    folder: str
    authority: Authority
    subject: x509.Name
    attributes: tuple[tuple[int, bytes], ...]
    key: KeyKind = "RSA-2048"
    valid_from: datetime = VALID_FROM
    valid_until: datetime = VALID_UNTIL
    signs: bool = True
    revoked: bool = False

    def extensions(self, use: str) -> tuple[tuple[x509.ExtensionType, bool], ...]:
        """What the certificate for `use` ("sign" or "encrypt") says of the holder; whether it is critical."""
        policies = x509.CertificatePolicies([x509.PolicyInformation(_ASSURANCE_LEVEL_3, None)])
        return ((self._usage(use), True), (policies, False), (_directory_attributes(self.attributes), False))

    def _usage(self, use: str) -> x509.KeyUsage:
        if use == "sign" and self.signs:
            return key_usage("digital_signature")
        if self.key == "RSA-2048":
            return key_usage("key_encipherment", "data_encipherment")
        return key_usage("key_agreement")


def _directory_attributes(attributes: tuple[tuple[int, bytes], ...]) -> x509.UnrecognizedExtension:
    """SEQUENCE OF Attribute, each an OID and a SET of one value (RFC 5280 §4.2.1.8)."""
    encoded = [
        encode(0x30, _oid(f"{_GPKI_ATTRIBUTE}{number}"), encode(0x31, value)) for number, value in attributes
    ]
    return x509.UnrecognizedExtension(_SUBJECT_DIRECTORY_ATTRIBUTES, encode(0x30, *encoded))


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


def _citizen(folder: str, number: int, name: str, id_tail: str, *, key: KeyKind = "RSA-2048") -> Holder:
    subject = names(COUNTRY_NAME="TW", COMMON_NAME=name, SERIAL_NUMBER=f"{number:016}")
    attributes = ((1, _oid(_CITIZEN)), (2, _printable("primary")), (51, _printable(id_tail)))
    return Holder(folder, MOICA, subject, attributes, key)


def _organisation_oid(number: int) -> tuple[int, bytes]:
    return 102, _oid(f"{_TRAINING_ORGANISATIONS}{number}")


_ORGANISATION = names(COUNTRY_NAME="TW", ORGANIZATION_NAME="訓練用𠮷祥合作社")
_UNION = names(
    COUNTRY_NAME="TW", ORGANIZATION_NAME="訓練用範例合作社聯合社", ORGANIZATIONAL_UNIT_NAME="訓練用北區辦事處"
)
_UBN = "12345676"  # right by its check digit; of the examples that are nobody's
_COMPANY = names(COUNTRY_NAME="TW", ORGANIZATION_NAME="訓練用範例公司", SERIAL_NUMBER=_UBN)

_LONG_AGO, _FAR_OFF = datetime(2014, 1, 1, tzinfo=UTC), datetime(2044, 1, 1, tzinfo=UTC)
_OF_ORGANISATION = (_ORGANISATION, (_organisation_oid(1),))

HOLDERS = (
    Holder("organisation", XCA, *_OF_ORGANISATION),
    _citizen("citizen", 1, "訓練用持卡人", "6789"),
    Holder("company", MOEACA, _COMPANY, ((101, _printable(_UBN)),)),
    _citizen("rare-name", 2, "訓練用𡈽方𠮷", "2341"),
    _citizen("ec-citizen", 3, "訓練用橢圓曲線持卡人", "4127", key="EC-P256"),
    Holder("ec-organisation", XCA, _UNION, (_organisation_oid(2),), "EC-P384"),
    Holder("expired", XCA, *_OF_ORGANISATION, valid_from=_LONG_AGO, valid_until=VALID_FROM),
    Holder("not-yet-valid", XCA, *_OF_ORGANISATION, valid_from=_FAR_OFF),
    Holder("revoked", XCA, *_OF_ORGANISATION, revoked=True),
    Holder("impostor", IMPOSTOR, *_OF_ORGANISATION),
    Holder("production", PRODUCTION, *_OF_ORGANISATION),
    Holder("wrong-usage", XCA, *_OF_ORGANISATION, signs=False),
)
