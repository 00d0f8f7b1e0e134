"""OpenSC's programs, as somebody else's: with a configuration of their own and no cache."""

import os
import subprocess
from pathlib import Path

_CONFIGURATION = """\
app default {
    framework pkcs15 {
        use_file_caching = no;
    }
}
"""


class OpenSc:
    """Runs OpenSC's programs; their files lie in `folder`. They must be installed (package opensc)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        configuration = folder / "opensc.conf"
        configuration.write_text(_CONFIGURATION)
        ours = {name: value for name, value in os.environ.items() if not name.startswith("OPENSC_")}
        self._environment = ours | {"OPENSC_CONF": str(configuration), "HOME": str(folder)}

    def run(self, *command: str) -> bytes:
        """What the program prints; it fails the test where it does not succeed."""
        done = self.attempt(*command)
        assert done.returncode == 0, f"{command}: {done.stdout!r} {done.stderr!r}"
        return done.stdout

    def attempt(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        """The program's end, good or bad."""
        return subprocess.run(
            command,
            capture_output=True,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )


def openssl(*command: str, given: bytes = b"") -> bytes:
    """What openssl prints; it fails the test where openssl does not succeed."""
    done = subprocess.run(["openssl", *command], input=given, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout!r} {done.stderr!r}"
    return done.stdout
