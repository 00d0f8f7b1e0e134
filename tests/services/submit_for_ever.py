"""Submit commands and say each one's id after it is kept, until somebody kills this process."""

import os
import sys
from itertools import count
from pathlib import Path

from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage.database import open_database
from tests.services.counter import Counter, TestClock, order_receipt, programme


def main(round_number: int) -> None:
    database = open_database(Path(os.environ["KIOSK_FILE"]), bytes.fromhex(os.environ["KIOSK_KEY"]))
    device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
    counter = Counter(database, programme(), TestClock(), device)
    membership_id = counter.desk.new_membership_id()
    counter.submit(membership_id, counter.opening(round_number + 1))
    counter.submit(membership_id, counter.application())
    for _ in count():
        counter.clock.pass_by(seconds=1)
        submitted = counter.submit(membership_id, counter.order(round_number + 1), paper=order_receipt)
        print(f'{{"command_id": "{submitted.command_id}"}}', flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
