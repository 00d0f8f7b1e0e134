"""The counter's window on a real screen, as a program of its own: it shows itself, and tells how it stands.

`python -m tests.ui.held_window FOLDER MODE` opens it over a counter in FOLDER and answers each line
on its standard input with one line of JSON. Without a card reader and without central.
"""

import json
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication

from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.settings import Mode
from kiosk.storage.database import KEY_BYTES, open_database
from kiosk.ui.theme import apply_theme, theme_for
from kiosk.ui.window import KioskWindow
from tests.services.counter import Counter, TestClock, programme
from tests.services.flows.hall import NO_CARD, Hall
from tests.services.staff.conftest import Office


def how(window: KioskWindow) -> dict[str, object]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    screen = application.primaryScreen().geometry()
    return {
        "page": "" if window.page is None else window.page.objectName(),
        "covers": window.isVisible() and not window.isMinimized() and window.geometry() == screen,
        "windows": sum(one.isVisible() for one in application.topLevelWidgets()),
        "popup": application.activePopupWidget() is not None,
        "language": window._context.language,
    }


def main() -> int:
    folder, mode = Path(sys.argv[1]), Mode(sys.argv[2])
    application = QApplication(sys.argv[:1])
    screen = application.primaryScreen().geometry()
    apply_theme(application, theme_for(screen.width(), screen.height()))
    with closing(open_database(folder / "kiosk.db", bytes(range(KEY_BYTES)))) as database:
        device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
        hall = Hall(Counter(database, programme(), TestClock(), device), card=None)
        office = Office(database, hall.counter)
        staff = office.starts(attended=mode is not Mode.SELF_SERVICE)
        window = KioskWindow(replace(hall.services, staff=staff), mode=mode)
        window.setWindowFlags(Qt.WindowType.FramelessWindowHint)
        window.setGeometry(screen)
        window.showFullScreen()
        window.activateWindow()
        window.reader_changed.emit(NO_CARD)

        def answer() -> None:
            if not sys.stdin.readline():
                application.exit(0)
                return
            sys.stdout.write(json.dumps(how(window)) + "\n")
            sys.stdout.flush()

        asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        asked.activated.connect(answer)
        ended = application.exec()
        window.close_down()
    return ended


if __name__ == "__main__":
    sys.exit(main())
