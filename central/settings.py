"""How this central service is set up."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Settings:
    """What `central serve` was told; kept in the data folder so that the other commands follow it.

    `public_url` is where payment links lead, without a slash at its end. `smtp` is (host, port) of the mail
    server, None where there is none; `sender` the address that mail comes from. `clock_file` moves the time
    in training.
    """

    training: bool
    public_url: str
    resources: Path
    trust: Path
    clock_file: Path | None
    smtp: tuple[str, int] | None
    sender: str


_ADAPTER = TypeAdapter(Settings)


def save_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings in the data folder, whole or not at all."""
    scratch = folder / "settings.new"
    scratch.write_bytes(_ADAPTER.dump_json(settings, indent=2))
    scratch.replace(folder / "settings.json")


def load_settings(folder: Path) -> Settings:
    """The settings of the last `central serve`. Raises FileNotFoundError where there was none."""
    return _ADAPTER.validate_json((folder / "settings.json").read_bytes())
