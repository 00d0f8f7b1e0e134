"""What can keep a paper from being made, written or believed."""

from enum import Enum


class PaperFailure(Enum):
    """The value is the code of the entry in the catalogue of failures."""

    FONT_MISSING = "K-PAPER-01"
    GLYPH_MISSING = "K-PAPER-02"
    DOES_NOT_FIT = "K-PAPER-03"
    NOT_WRITTEN = "K-PAPER-04"
    LOGO_UNUSABLE = "K-PAPER-05"
    FILE_UNREADABLE = "K-PAPER-14"
    FILE_CHANGED = "K-PAPER-15"
    KEY_UNKNOWN = "K-PAPER-16"
    CODE_UNKNOWN = "K-PAPER-17"
    DEVICE_REVOKED = "K-PAPER-18"


class PaperError(Exception):
    """A paper was not made, not written or not believed; nothing half-made is left.

    `failure` says why; `character` is the one that no font has, `font` the one that is missing, `place` what
    does not fit or was changed, where that is the reason.
    """

    def __init__(
        self,
        failure: PaperFailure,
        character: str | None = None,
        *,
        font: str | None = None,
        place: str | None = None,
    ) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.character = character
        self.font = font
        self.place = place
