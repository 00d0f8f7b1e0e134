"""SoftHSM2 stands in for the vendor's PKCS#11 module: a token of a training card's keys and certificates."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")

_LABEL = "HiCOS PKI Smart Card"
_IDENTIFIERS = {"encrypt": "4b455958", "sign": "5349474e"}  # KEYX and SIGN, as the vendor calls its pairs


@dataclass(frozen=True)
class Token:
    """SoftHSM's folder with its tokens, and beside it the settings that name it."""

    folder: Path

    @property
    def settings(self) -> Path:
        file = self.folder.with_suffix(".conf")
        file.write_text(f"directories.tokendir = {self.folder}\nlog.level = ERROR\n")
        return file


def new_token(folder: Path, card: Path, pin: bytes, keys: Mapping[str, str] = _IDENTIFIERS) -> Token:
    """A token with what the training card in `card` holds: certificates for all to see, keys behind `pin`.

    `keys` are those it holds, and their identifiers in hexadecimal digits.
    """
    token = Token(folder)
    environment = os.environ | {"SOFTHSM2_CONF": str(token.settings)}
    secret = pin.decode()

    def run(*command: str | Path) -> None:
        subprocess.run(command, env=environment, check=True, capture_output=True)

    run("softhsm2-util", "--init-token", "--free", "--label", _LABEL, "--pin", secret, "--so-pin", "00000000")
    write = ("pkcs11-tool", "--module", MODULE, "--token-label", _LABEL, "--login", "--pin", secret)
    for use, identifier in keys.items():
        named = ("--id", identifier) if identifier else ()
        run(*write, "--write-object", card / f"{use}.key", "--type", "privkey", "--usage-sign", *named)
    for use, identifier in _IDENTIFIERS.items():
        run(*write, "--write-object", card / f"{use}.der", "--type", "cert", "--id", identifier)
    return token
