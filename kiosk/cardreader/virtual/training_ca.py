"""Lays down training's authorities, the holders they certify, and their revocation lists, in a folder.

`<folder>/trust/<authority>.der` are the authorities' certificates, for kiosk and central to pin.
`<folder>/revocation/<authority>.crl` is the list of each of them, DER.
`<folder>/cards/<holder>/` is what one card holds inside: `sign` and `encrypt`, each `.key` and `.der`, and
its issuer's certificate, `issuer.der`.
"""

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from kiosk.cardreader.virtual.training_authorities import AUTHORITIES, Authority, Issuer
from kiosk.cardreader.virtual.training_holders import HOLDERS, Holder, KeyKind

_EDITION = "2"
"""Counted up whenever a set of cards that was laid down before is not what it should be any more."""

_Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def make_training_cards(folder: Path) -> None:
    """Make the training authorities, holders and keys (at random) in `folder`.

    Does nothing where a finished set of this edition lies already. One of another edition is made anew, under
    new authorities; the holders' keys that are there are kept. Raises OSError where it cannot write.
    """
    edition = folder / "edition"
    if edition.is_file() and edition.read_text(encoding="ascii") == _EDITION:
        return
    for name in ("trust", "revocation", "cards"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    issuers = {authority: Issuer.new(authority) for authority in AUTHORITIES}
    revoked: dict[Authority, list[x509.Certificate]] = {authority: [] for authority in AUTHORITIES}
    for holder in HOLDERS:
        certificates = _make_card(folder / "cards" / holder.folder, holder, issuers[holder.authority])
        if holder.revoked:
            revoked[holder.authority] += certificates
    for authority, issuer in issuers.items():
        if authority.pinned:
            revocation_list = issuer.revocation_list(revoked[authority], datetime.now(UTC))
            (folder / "revocation" / f"{authority.name}.crl").write_bytes(revocation_list)
            (folder / "trust" / f"{authority.name}.der").write_bytes(issuer.der)
    # The edition comes last and appears at once: it says that all is there.
    unfinished = folder / "edition.new"
    unfinished.write_text(_EDITION, encoding="ascii")
    unfinished.replace(edition)


def _make_card(folder: Path, holder: Holder, issuer: Issuer) -> list[x509.Certificate]:
    folder.mkdir(exist_ok=True)
    (folder / "issuer.der").write_bytes(issuer.der)
    return [_make_pair(folder, holder, issuer, use) for use in ("sign", "encrypt")]


def _make_pair(folder: Path, holder: Holder, issuer: Issuer, use: str) -> x509.Certificate:
    key = _kept_key(folder / f"{use}.key") or _new_key(holder.key)
    certificate = issuer.certify(
        holder.subject, key.public_key(), (holder.valid_from, holder.valid_until), holder.extensions(use)
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{use}.key").write_bytes(private)
    (folder / f"{use}.der").write_bytes(certificate.public_bytes(Encoding.DER))
    return certificate


def _kept_key(file: Path) -> _Key | None:
    """The key of an earlier edition, for a holder who was at the counter with it already."""
    try:
        key = load_der_private_key(file.read_bytes(), password=None)
    except (FileNotFoundError, ValueError):
        return None  # there was none, or its making was cut short
    return key if isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) else None


def _new_key(kind: KeyKind) -> _Key:
    match kind:
        case "RSA-2048":
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        case "EC-P256":
            return ec.generate_private_key(ec.SECP256R1())
        case "EC-P384":
            return ec.generate_private_key(ec.SECP384R1())
