"""Which spooler this machine has."""

import sys

from kiosk.services.printing.spooler import Spooler


def system_spooler() -> Spooler:
    """CUPS; on Windows its own spooler."""
    if sys.platform == "win32":
        from kiosk.services.printing.windows import WindowsSpooler

        return WindowsSpooler()
    from kiosk.services.printing.cups import CupsSpooler

    return CupsSpooler()
