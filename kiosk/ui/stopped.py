"""The window where the counter cannot open: why, what to do, and a press to try again."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from kiosk.services.failures import FailureCatalogue
from kiosk.ui.lockdown import Lockdown
from kiosk.ui.page import Page
from kiosk.ui.shell import Shell
from kiosk.ui.translation import Language, Translation

_CLOSED, _AGAIN = 0, 1


class StoppedPage(Page):
    """本櫃台暫停服務: the failure, in the language of the moment."""

    def __init__(
        self, failures: FailureCatalogue, code: str, values: Mapping[str, str | int], language: Language
    ) -> None:
        super().__init__(
            self.tr("本櫃台暫停服務"),
            self.tr("已受理的資料仍在本機，程式沒有更動任何檔案。"),
            object_name="stopped",
            next_text=self.tr("再試一次"),
        )
        self.failure = failures.text(code, "en" if language is Language.ENGLISH else "zh", values)


class StoppedWindow(Shell):
    """Shows one failure until somebody tries again or closes the window; where `held`, it does not close."""

    def __init__(
        self,
        application: QApplication,
        failures: FailureCatalogue,
        code: str,
        values: Mapping[str, str | int],
        *,
        held: bool = False,
    ) -> None:
        super().__init__()
        self._held = held
        self._lockdown = Lockdown(self, lambda: held, grabs=held)
        self._application = application
        self._failures, self._code, self._values = failures, code, values
        self._translation = Translation(application)
        self._help.hide()
        self._message.hide()
        self._top.show_language_alone()
        self.next_requested.connect(lambda: application.exit(_AGAIN))
        self.language_requested.connect(self._switch_language)
        self._show()

    def wants_again(self) -> bool:
        """Stay until somebody presses; whether it was to try again. The language goes back to Chinese."""
        if self._held:
            self.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
            self.showFullScreen()
        else:
            self.showMaximized()
        pressed = self._application.exec()
        self._lockdown.end()
        self.hide()
        self._translation.switch(Language.CHINESE)
        self.deleteLater()
        return pressed == _AGAIN

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever stands here alone does not come to the desktop."""
        if self._held:
            event.ignore()
        else:
            super().closeEvent(event)

    def _switch_language(self) -> None:
        chinese = self._translation.language is Language.CHINESE
        self._translation.switch(Language.ENGLISH if chinese else Language.CHINESE)
        self._show()

    def _show(self) -> None:
        page = StoppedPage(self._failures, self._code, self._values, self._translation.language)
        self.show_page(page, can_go_back=False, can_cancel=False)
