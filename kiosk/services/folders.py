"""Where a kiosk keeps its data, and where the product's own data files are."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

RESOURCES = Path(__file__).resolve().parent.parent.parent / "resources"

_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one set-up, all below `root` and readable by their owner only."""

    root: Path

    @classmethod
    def of_training(cls) -> "Folders":
        """Training's own place below the user's data folder (XDG)."""
        return cls(user_data_path("cooperative-kiosk") / "training")

    @classmethod
    def of_counter(cls) -> "Folders":
        """A counter's place below the user's data folder (XDG)."""
        return cls(user_data_path("cooperative-kiosk") / "counter")

    @property
    def kiosk(self) -> Path:
        """The kiosk's database."""
        return self.root / "kiosk"

    @property
    def central(self) -> Path:
        """The embedded central service's data."""
        return self.root / "central"

    @property
    def cards(self) -> Path:
        """The training cards and the authorities that issued them."""
        return self.root / "cards"

    @property
    def logs(self) -> Path:
        """The program's log."""
        return self.root / "logs"

    @property
    def clock(self) -> Path:
        """How far training's clock is from the machine's."""
        return self.root / "clock.json"

    @property
    def running(self) -> Path:
        """What of the set-up runs now, for another program to join in."""
        return self.root / "running.json"

    def create(self) -> None:
        """Make the folders that are missing."""
        for folder in (self.root, self.kiosk, self.central, self.cards):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(_PRIVATE)
