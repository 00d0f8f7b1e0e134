"""How this central service is set up."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class PerMinute:
    """How many requests a minute are answered; 0 is as many as come.

    `address` counts for all who come from one address, which may be a whole office; not for what this machine
    passes on, where a reverse proxy speaks that was not named. `look_up` counts for what anybody may ask, a
    receipt's code. `code` counts for e-mail codes: those that one kiosk asks for, and those to one mailbox.
    """

    device: int = 0
    address: int = 0
    look_up: int = 0
    code: int = 0


@dataclass(frozen=True, slots=True)
class FidoSource:
    """Where TW FidO is, what it knows this service by, and the file with the AES-256 key in hexadecimal."""

    url: str
    service_id: str
    key_file: Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What `central serve` was told; kept in the data folder so that the other commands follow it.

    `public_url` is where payment links lead, without a slash at its end. `smtp` is (host, port) of the mail
    server, None where there is none; `sender` the address that mail comes from. `clock_file` moves the time
    in training. `revocation` is the folder of the authorities' revocation lists; None only in training, where
    revoked cards then pass. `database` is PostgreSQL's address (postgresql://…); empty for the data folder's
    own SQLite. `proxies` are the addresses of reverse proxies whose word on who asks is taken. Who has the
    text in `metrics_token_file` is told the metrics from elsewhere. Secrets stand in files of their own.
    `agency_mailbox` is where the agency is reminded of what the law gives days for; empty: nowhere.
    """

    training: bool
    public_url: str
    resources: Path
    trust: Path
    clock_file: Path | None
    smtp: tuple[str, int] | None
    sender: str
    revocation: Path | None = None
    database: str = ""
    limits: PerMinute = PerMinute()
    proxies: tuple[str, ...] = ()
    metrics_token_file: Path | None = None
    fido: FidoSource | None = None
    agency_mailbox: str = ""


_ADAPTER = TypeAdapter(Settings)


def save_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings in the data folder, whole or not at all."""
    scratch = folder / "settings.new"
    scratch.write_bytes(_ADAPTER.dump_json(settings, indent=2))
    scratch.replace(folder / "settings.json")


def load_settings(folder: Path) -> Settings:
    """The settings of the last `central serve`. Raises FileNotFoundError where there was none."""
    return _ADAPTER.validate_json((folder / "settings.json").read_bytes())
