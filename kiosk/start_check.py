"""Whether this program would start here: asked of a new version before the package manager keeps it."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from kiosk.contract.documents import read_programme
from kiosk.services.failures import Failed, FailureCatalogue
from kiosk.services.folders import RESOURCES
from kiosk.services.secrets import DATABASE_KEY
from kiosk.services.settings import CounterSettings
from kiosk.storage.backup import verify
from kiosk.storage.database import open_database
from kiosk.vaults import DATABASE_FILE, secrets_of

_KEY_BYTES = 32
_LANGUAGE = "translations/kiosk_en.qm"


class NoStart(Exception):
    """The counter would not open; the text says which part, and nothing of anybody."""


def check_parts(resources: Path = RESOURCES) -> None:
    """The window's parts, texts, figures, and a new database. Raises `NoStart`, and what broken parts do."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QApplication

    import kiosk.counter_window  # noqa: F401 - with everything that a window needs

    application = QApplication.instance() or QApplication(["kiosk"])
    if not QTranslator(application).load(str(resources / _LANGUAGE)):
        raise NoStart(_LANGUAGE)
    FailureCatalogue(resources / "failures.toml")
    read_programme(resources)
    with tempfile.TemporaryDirectory() as scratch:
        open_database(Path(scratch) / DATABASE_FILE, os.urandom(_KEY_BYTES)).close()


def check_data(settings: CounterSettings) -> bool:
    """Open a copy of the counter's database, as the start would; whether there was one to be opened.

    The database itself is left alone. Without one, or where its key cannot be reached, there is none. Raises
    `StorageError` (DATABASE_NEWER …), OSError.
    """
    file = settings.folders.kiosk / DATABASE_FILE
    if not file.exists():
        return False
    key: bytes | None = None
    with suppress(Failed):
        key = secrets_of(settings.folders).get(DATABASE_KEY)
    if key is None:
        return False
    with tempfile.TemporaryDirectory(dir=settings.folders.root, prefix="start-check-") as scratch:
        copy = Path(scratch) / DATABASE_FILE
        for one in file.parent.glob(f"{DATABASE_FILE}*"):
            if one.suffix != ".db-shm":  # made anew from the journal
                shutil.copyfile(one, copy.with_name(one.name))
        open_database(copy, key).close()
        verify(copy, key)
    return True
