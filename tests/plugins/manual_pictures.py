"""The manuals' pictures, from those of `make screens`.

python -m tests.plugins.manual_pictures SCREENS FOLDER
"""

import sys
from pathlib import Path

from PIL import Image

PAGES = ("start", "doctor")
LANGUAGES = ("zh", "en")
_VIEW = "1366x768-light"
_COLOURS = 128  # flat areas and text: a fifth of the file, and nothing to be seen of it


def main(screens: Path, folder: Path) -> None:
    """Take the pages' pictures at one size, with few colours."""
    for page in PAGES:
        for language in LANGUAGES:
            picture = Image.open(screens / page / f"{language}-{_VIEW}.png").convert("RGB")
            picture.quantize(_COLOURS).save(folder / f"{page}.{language}.png", optimize=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
