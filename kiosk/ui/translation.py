"""Chinese is the language of the sources; English is put over it and taken off while the kiosk runs."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from kiosk.ui.theme import RESOURCES


class Language(Enum):
    """The languages a person can choose."""

    CHINESE = "zh_TW"
    ENGLISH = "en"


class Translation:
    """Switches the application's language live; widgets hear of it by ``QEvent.LanguageChange``."""

    def __init__(self, app: QCoreApplication, folder: Path = RESOURCES / "translations") -> None:
        self._app = app
        self._folder = folder
        self._translators: list[QTranslator] = []
        self.language = Language.CHINESE

    def switch(self, language: Language) -> None:
        """Show ``language`` from now on; raises FileNotFoundError when its texts are not built."""
        if language is self.language:
            return
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators.clear()
        if language is Language.ENGLISH:
            self._install(self._folder / "kiosk_en.qm")
        QLocale.setDefault(QLocale(language.value))
        self.language = language

    def _install(self, path: Path) -> None:
        translator = QTranslator(self._app)
        if not translator.load(str(path)):
            raise FileNotFoundError(path)
        self._app.installTranslator(translator)
        self._translators.append(translator)
