"""How much is tried: a sample each time, everything with `make proof`."""

import os

LONG = bool(os.environ.get("PROOF"))
# of bad network
SCHEDULES = 1000 if LONG else 50
SCHEDULES_ON_SOCKETS = 100 if LONG else 16
