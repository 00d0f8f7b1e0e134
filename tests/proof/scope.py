"""How much is tried: a sample each time, everything with `make proof`."""

import os

LONG = bool(os.environ.get("PROOF"))
SCHEDULES = 1000 if LONG else 100
"""Random schedules of bad network without sockets."""
