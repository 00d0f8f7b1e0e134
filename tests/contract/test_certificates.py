from datetime import UTC, datetime

import pytest
from asn1crypto import core  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.contract.certificates import (
    LONGEST_CERTIFICATE,
    CertificateMalformed,
    load_certificate,
    parse_holder,
)
from kiosk.domain.identity import HolderId, IdentityKind
from tests.contract.certification import Authority, gpki, name

CITIZEN = name(CN="訓練用持卡人", SERIALNUMBER="0000000000000001")
ORGANISATION = name(O="訓練用𠮷祥合作社", OU="訓練用總社")


@pytest.fixture(scope="module")
def moica() -> Authority:
    return Authority("內政部憑證管理中心")


@pytest.fixture(scope="module")
def xca() -> Authority:
    return Authority("測試組織及團體憑證管理中心")


def test_a_citizen(moica: Authority) -> None:
    attributes = gpki(
        (1, core.ObjectIdentifier("2.16.886.1.100.3.1.1")), (2, core.PrintableString("primary"))
    )
    attributes += gpki((51, core.PrintableString("6789")))
    holder = parse_holder(moica.certify(CITIZEN, attributes))
    assert holder.kind is IdentityKind.CITIZEN_CERTIFICATE
    assert holder.name == "訓練用持卡人"
    assert holder.holder_id == HolderId(holder.issuer_dn, "0000000000000001")
    assert "內政部憑證管理中心" in holder.issuer_dn
    assert (holder.id_tail, holder.rank, holder.ubn, holder.organisation_oid) == (
        "6789",
        "primary",
        None,
        None,
    )
    assert (holder.not_before, holder.not_after) == (
        datetime(2020, 1, 1, tzinfo=UTC),
        datetime(2045, 1, 1, tzinfo=UTC),
    )
    assert holder.key == "EC-P256"


def test_an_organisation_is_known_by_its_oid(xca: Authority) -> None:
    der = xca.certify(ORGANISATION, gpki((102, core.ObjectIdentifier("2.999.886.1"))))
    holder = parse_holder(der)
    assert holder.kind is IdentityKind.ORGANISATION_CERTIFICATE
    assert holder.name == "訓練用𠮷祥合作社 訓練用總社"
    assert (holder.organisation_oid, holder.ubn) == ("2.999.886.1", None)
    assert holder.holder_id.subject == "2.999.886.1"
    assert load_certificate(der).serial_number == holder.serial


def test_a_company_is_known_by_its_number() -> None:
    moeaca = Authority("工商憑證管理中心")
    holder = parse_holder(moeaca.certify(ORGANISATION, gpki((101, core.UTF8String("12345675")))))
    assert (holder.ubn, holder.holder_id.subject) == ("12345675", "12345675")


def test_a_company_is_known_by_its_names_serial_number_too() -> None:
    """As MOEACA's holders bear it; what is no 統一編號 is none."""
    moeaca = Authority("測試工商憑證管理中心")
    company = name(O="訓練用範例公司", SERIALNUMBER="12345676")
    assert parse_holder(moeaca.certify(company)).ubn == "12345676"
    assert parse_holder(moeaca.certify(company, gpki((101, core.UTF8String("12345675"))))).ubn == "12345675"
    for number in ("12345678", "0000000000000001"):
        with pytest.raises(CertificateMalformed, match="holder"):
            parse_holder(moeaca.certify(name(O="訓練用範例公司", SERIALNUMBER=number)))


def test_the_serial_number_of_an_organisations_name_is_no_ubn(xca: Authority) -> None:
    oid = gpki((102, core.ObjectIdentifier("2.999.886.1")))
    holder = parse_holder(xca.certify(name(O="訓練用合作社", SERIALNUMBER="12345676"), oid))
    assert (holder.ubn, holder.holder_id.subject) == (None, "2.999.886.1")


@pytest.mark.parametrize(
    "unit",
    [
        "測試內政部憑證管理中心", "內政部測試憑證管理中心", "內政部憑證管理中心(測試用)",
        "測試用內政部憑證管理中心",
    ],
)  # fmt: skip
def test_a_test_authority_writes_its_name_in_its_own_way(unit: str) -> None:
    assert parse_holder(Authority(unit).certify(CITIZEN)).kind is IdentityKind.CITIZEN_CERTIFICATE


def test_an_organisation_bears_all_of_its_units(xca: Authority) -> None:
    unit = NameOID.ORGANIZATIONAL_UNIT_NAME
    units = [x509.NameAttribute(unit, text) for text in ("總社", "北區", "第一辦事處")]
    subject = x509.Name([*name(O="訓練用合作社"), *units])
    holder = parse_holder(xca.certify(subject, gpki((102, core.ObjectIdentifier("2.999.886.1")))))
    assert holder.name == "訓練用合作社 總社 北區 第一辦事處"


@pytest.mark.parametrize(
    "value",
    [
        core.PrintableString("6789"), core.UTF8String("6789"), core.IA5String("6789"), core.BMPString("6789"),
        core.NumericString("6789"), core.UTF8String(" 6789\n"),
    ],
)  # fmt: skip
def test_an_attribute_in_any_kind_of_text(moica: Authority, value: core.AbstractString) -> None:
    assert parse_holder(moica.certify(CITIZEN, gpki((51, value)))).id_tail == "6789"


def test_an_organisations_oid_written_as_text(xca: Authority) -> None:
    holder = parse_holder(xca.certify(ORGANISATION, gpki((102, core.PrintableString("2.999.886.1")))))
    assert holder.organisation_oid == "2.999.886.1"


def test_an_attribute_said_twice(moica: Authority, xca: Authority) -> None:
    """What only describes is left open; an identity that is two is none."""
    tails = gpki((2, core.PrintableString("primary")), (51, core.UTF8String("6789"), core.UTF8String("6780")))
    holder = parse_holder(moica.certify(CITIZEN, tails))
    assert (holder.rank, holder.id_tail) == ("primary", None)
    same = gpki((51, core.UTF8String("6789"), core.PrintableString("6789")))
    assert parse_holder(moica.certify(CITIZEN, same)).id_tail == "6789"
    oids = [core.ObjectIdentifier(oid) for oid in ("2.999.886.1", "2.999.886.2")]
    for two in (gpki((102, *oids)), gpki((102, oids[0]), (102, oids[1]))):
        with pytest.raises(CertificateMalformed, match="two"):
            parse_holder(xca.certify(ORGANISATION, two))


def test_a_name_is_one_line_and_turns_nothing_around(moica: Authority) -> None:
    subject = name(CN=" 訓練用\u202e\n\t持卡人\u200b\ue000 ", SERIALNUMBER="0000000000000001")
    assert parse_holder(moica.certify(subject)).name == "訓練用 持卡人\ue000"


def test_a_name_beyond_all_length(xca: Authority) -> None:
    units = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "訓" * 60) for _ in range(5)]
    oid = gpki((102, core.ObjectIdentifier("2.999.886.1")))
    with pytest.raises(CertificateMalformed, match="holder"):
        parse_holder(xca.certify(x509.Name([*name(O="訓練用合作社"), *units]), oid))


def test_the_key_is_named(moica: Authority, xca: Authority) -> None:
    assert parse_holder(moica.certify(CITIZEN, key=ec.generate_private_key(ec.SECP384R1()))).key == "EC-P384"
    rsa = Authority("內政部憑證管理中心", rsa=True)
    assert parse_holder(rsa.certify(CITIZEN, key=rsa.key)).key == "RSA-2048"
    for odd in (ec.generate_private_key(ec.BrainpoolP256R1()), ed25519.Ed25519PrivateKey.generate()):
        with pytest.raises(CertificateMalformed, match="key"):
            parse_holder(moica.certify(CITIZEN, key=odd))


def test_attributes_of_no_use_are_passed_over(moica: Authority) -> None:
    attributes = [
        *gpki((51, core.PrintableString("6789")), (52, core.Integer(1))),
        *gpki((53, core.PrintableString("a"), core.PrintableString("b"))),
    ]
    assert parse_holder(moica.certify(CITIZEN, attributes)).id_tail == "6789"


@pytest.mark.parametrize("value", [b"\x30", b"\x04\x00", b"\x30\x02\x05\x00", b"\x30\x80"])
def test_attributes_without_sense(moica: Authority, value: bytes) -> None:
    with pytest.raises(CertificateMalformed, match="attributes"):
        parse_holder(moica.certify(CITIZEN, raw_attributes=value))


@pytest.mark.parametrize(
    ("unit", "subject"),
    [
        ("政府憑證管理中心", CITIZEN),
        ("內政部憑證管理中心", name(CN="訓練用持卡人")),
        ("內政部憑證管理中心", name(SERIALNUMBER="1")),
        ("組織及團體憑證管理中心", ORGANISATION),
        ("工商憑證管理中心", CITIZEN),
    ],
)
def test_a_certificate_that_does_not_tell_its_holder(unit: str, subject: x509.Name) -> None:
    with pytest.raises(CertificateMalformed):
        parse_holder(Authority(unit).certify(subject))


def test_a_name_said_twice_is_no_name(moica: Authority) -> None:
    twice = x509.Name([*CITIZEN, x509.NameAttribute(NameOID.COMMON_NAME, "訓練用另一人")])
    with pytest.raises(CertificateMalformed, match="holder"):
        parse_holder(moica.certify(twice))


@pytest.mark.parametrize("der", [b"", b"\x30\x00", bytes(LONGEST_CERTIFICATE + 1)])
def test_no_certificate_at_all(der: bytes) -> None:
    with pytest.raises(CertificateMalformed):
        parse_holder(der)


# the library warns of odd numbers in hostile bytes
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(at=st.integers(0, 700), octets=st.binary(min_size=1, max_size=4))
def test_a_damaged_certificate_ends_in_a_holder_or_a_refusal(xca: Authority, at: int, octets: bytes) -> None:
    der = xca.certify(ORGANISATION, gpki((102, core.ObjectIdentifier("2.999.886.1"))))
    try:
        holder = parse_holder(der[:at] + octets + der[at + len(octets) :])
    except CertificateMalformed:
        return
    assert holder.name
