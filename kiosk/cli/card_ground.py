"""What `kiosk card` stands on: training's authorities and clock while a set-up runs, else the product's."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from kiosk.cli.card_failures import TRUST
from kiosk.cli.output import refuse
from kiosk.contract.authorities import read_authorities
from kiosk.contract.certificates import CertificateMalformed
from kiosk.contract.clock import TrainingClock, system_clock
from kiosk.contract.trust import TrustStore
from kiosk.services.card_trust import read_trust
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.training.set_up import found

_TEST_AUTHORITY = "測試"


@dataclass(frozen=True)
class Ground:
    """The pinned authorities and their folder, and the time (UTC).

    `training`: only holders of test authorities are believed.
    """

    folder: Path
    authorities: tuple[x509.Certificate, ...]
    training: bool
    at: datetime

    def trust(self) -> TrustStore:
        """The authorities, with the revocation lists that lie beside them."""
        return read_trust(self.folder, training=self.training)


def find_ground(trust: Path | None) -> Ground:
    """Where `trust` names a folder, its authorities count: training's, if all of them are test authorities.

    Ends the program where a pinned authority cannot be read.
    """
    folders = Folders.of_training()
    running = found(folders)
    folder = trust or (RESOURCES if running is None else folders.cards) / "trust"
    try:
        authorities = tuple(map(x509.load_der_x509_certificate, read_authorities(folder)))
    except (OSError, CertificateMalformed) as error:
        refuse(f"the authorities in {folder} cannot be read: {error}", TRUST)
    at = system_clock() if running is None else TrainingClock(folders.clock)()
    return Ground(folder, authorities, bool(authorities) and all(map(_is_test, authorities)), at)


def _is_test(authority: x509.Certificate) -> bool:
    return _TEST_AUTHORITY in authority.subject.rfc4514_string()
