"""How long and how often the tests of many at once and of faults go on: shortly, or as `make stress` asks."""

import os

STRESS = bool(os.environ.get("CENTRAL_STRESS"))
SECONDS = 60.0 if STRESS else 6.0
KILLS_OF_CENTRAL = 50 if STRESS else 3
CRASHES_OF_POSTGRES = 10 if STRESS else 1
