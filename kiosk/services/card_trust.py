"""What is to be said of a card's certificate: believed, not believed and why, or believed for now."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from kiosk.contract.list_folder import ListFolder
from kiosk.contract.trust import TrustStore, Untrusted


@dataclass(frozen=True, slots=True)
class CardTrust:
    """`reason` is the failure catalogue's code of why a certificate is untrusted, else None.

    "provisional": it leads to a pinned authority, but no current revocation list of that authority is here;
    central, which has one, decides.
    """

    status: Literal["trusted", "untrusted", "provisional"]
    reason: str | None = None


def card_trust(der: bytes, trust: TrustStore, at: datetime) -> CardTrust:
    """Whether the holder's certificate in `der` is believed at `at` (UTC), as far as `trust` can tell."""
    try:
        trust.check([der], at)
    except Untrusted as untrusted:
        return CardTrust("untrusted", untrusted.failure.value)
    return CardTrust("trusted" if trust.is_good(der, at) else "provisional")


def read_trust(authorities: Path, *, training: bool) -> TrustStore:
    """The authorities pinned in a folder, with the revocation lists in the folder `revocation` beside it.

    A list that cannot be taken is passed over: what it would tell is not known then. Takes a second for each
    list of 400,000 entries. Raises OSError, CertificateMalformed.
    """
    trust = TrustStore.from_folder(authorities, training=training)
    ListFolder(authorities.parent / "revocation", trust.revocation).look()
    return trust
