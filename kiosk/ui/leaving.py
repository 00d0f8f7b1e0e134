"""How the counter is left: by a technician's exit; in training by a question."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kiosk.services.settings import Mode
from kiosk.ui.lockdown import Lockdown
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.routes import Routes
from kiosk.ui.shell import Shell
from kiosk.ui.widgets import Button, ButtonKind

LEFT = 10
"""Exit code where a technician has ended the program: who watches over it starts it no more."""


class Leaving(QObject):
    """Holds the window, and lets go of it for a technician alone. Training only asks, and ends."""

    def __init__(self, shell: Shell, routes: Routes, context: Context, mode: Mode) -> None:
        super().__init__(shell)
        self._shell, self._routes, self._context = shell, routes, context
        self._alone = mode is Mode.SELF_SERVICE
        self._ends = False
        self._training = context.services.training is not None
        self._lockdown = Lockdown(shell, self._is_held, grabs=not self._training)
        context.leave = lambda: self._end(LEFT)
        routes.staff_changed.connect(self._lockdown.follow)

    def close_down(self) -> None:
        """Hold nothing any more."""
        self._lockdown.end()

    def may_close(self) -> bool:
        """Whether the window closes; if not, and who works here may do something about it, that is shown."""
        if self._ends or (self._context.services.staff is None and not self._alone):
            return True
        if self._training and not self._alone:
            self.ask_to_end()
        elif self._routes.gate.me is not None:
            self._routes.go("leave")
        return False

    def ask_to_end(self) -> None:
        """End training, if that is what is wanted."""
        self._shell.confirm(
            self.tr("要結束訓練嗎？"),
            self.tr("視窗會關閉，一起啟動的中央服務、讀卡機與卡片也會結束。"),
            self.tr("結束訓練"),
            self.tr("繼續訓練"),
            lambda yes: self._end(0) if yes else None,
        )

    def technicians_way(self) -> Button | None:
        """In self-service: the way to the page on which a technician ends the program."""
        if not self._alone or self._context.services.staff is None:
            return None
        way = Button(self.tr("技術人員：結束程式"), object_name="call.technician", kind=ButtonKind.QUIET)
        way.clicked.connect(self._to_the_exit)
        return way

    def _to_the_exit(self) -> None:
        self._shell.dismiss()
        self._routes.go("leave")

    def _is_held(self) -> bool:
        """Whether nobody is here who may leave: in self-service, and as long as nobody has signed in."""
        gate = self._routes.gate
        return self._alone or (gate.staff is not None and gate.me is None)

    def _end(self, code: int) -> None:
        self._ends = True
        QApplication.exit(code)
        self._shell.close()
