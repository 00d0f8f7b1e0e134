"""The process that syncs, with the kiosk's own parts and nothing else, so that its memory tells of sync.

`python -m tests.benchmarks.sync_process FOLDER`: on `["sync"]` it does one round over the folder's database.
"""

import json
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.clock import system_clock
from kiosk.contract.documents import read_programme
from kiosk.services.central import CentralClient
from kiosk.services.identity_device import load_identity
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import open_database
from tests.benchmarks.peers.answering import answer, count_bytes, timed

_RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_TIMEOUT = timedelta(seconds=60)


def _once(sync: Sync) -> Mapping[str, Any]:
    report = sync.once()
    return {"sent": report.sent, "received": report.received, "failure": report.failure}


def main() -> None:
    """Sync whenever it is told to."""
    folder = Path(sys.argv[1])
    keys = {name: bytes.fromhex(key) for name, key in json.loads((folder / "keys.json").read_text()).items()}
    count_bytes()
    with closing(open_database(folder / "kiosk.db", keys["database"])) as database:
        device = load_identity(database)
        key = Ed25519PrivateKey.from_private_bytes(keys["device"])
        with CentralClient(device.central_url, device.device_id, key, system_clock, _TIMEOUT) as client:
            sync = Sync(database, client, read_programme(_RESOURCES), system_clock, lambda: 0.0)
            answer({"sync": partial(timed, partial(_once, sync))})


if __name__ == "__main__":
    main()
