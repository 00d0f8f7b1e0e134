"""On the page of a paper: how its print stands, what is wrong, and the way on."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.queue import PrintJob, PrintState
from kiosk.services.staff.second import needs_second, print_paper
from kiosk.ui.page import Page
from kiosk.ui.pages import print_words
from kiosk.ui.pages.context import Context
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, Icon
from kiosk.ui.widgets.flow import Flow
from kiosk.ui.widgets.text import ElidedText
from kiosk.ui.workers import Job

_UNDER_WAY = (PrintState.QUEUED, PrintState.PRINTING)


class PrintPanel(QWidget):
    """The buttons of a paper's print, and below them what keeps it from coming out; `state` is it in a line.

    `went` asks to go somewhere, as a page's own does; `changed` when it tells something else.
    """

    went = Signal(str, str)
    changed = Signal()

    def __init__(self, context: Context, page: Page, number: int, ways: str) -> None:
        """`ways` is the place that tells of other ways to the paper."""
        super().__init__()
        self._context, self._page, self._number = context, page, number
        pages = {"founding_ways": ("founding_checklist", ""), "paper_ways": ("receipt", str(number))}
        self._back_to = pages.get(ways, ("print_job", str(number)))
        self._looking: Job | None = None
        self._job: PrintJob | None = None
        self._refused: Exception | None = None  # why it was not even kept
        self._icon = Icon("printer", size=24)
        self._state = ElidedText()
        self._state.setObjectName("print.state")
        self._print = Button(self.tr("列印"), object_name="print.print", icon="printer")
        self._print.clicked.connect(lambda: self._print_it())
        self._ways = Button(
            self.tr("其他方式"), object_name="print.ways", icon="chevron-right", icon_after=True
        )
        self._ways.clicked.connect(lambda: self.went.emit(ways, str(number)))
        self._choose = Button(self.tr("選擇印表機"), object_name="print.choose", icon="printer")
        self._choose.clicked.connect(
            lambda: self.went.emit("printers", str(number) if ways == "paper_ways" else "")
        )
        self._give_up = Button(
            self.tr("放棄這次列印"), object_name="print.give_up", kind=ButtonKind.QUIET, icon="close"
        )
        self._give_up.clicked.connect(lambda: self._give_it_up())
        self._banner = Banner(BannerKind.WARNING, "", object_name="print.why")
        self.state = QWidget()
        told = QHBoxLayout(self.state)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(8)
        told.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        told.addWidget(self._state, 1)
        self._state.setMinimumWidth(self._state.sizeHint().height() * 6)
        self.buttons = Flow(self._give_up, self._choose, self._ways, self._print, spacing=10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._banner)
        self._show(None)
        self.look()

    def look(self) -> None:
        """Ask how it stands."""
        self.leave()
        of_receipt = self._context.services.printing.queue.of_receipt
        self._looking = self._context.run(None, "", partial(of_receipt, self._number), self._show)

    def leave(self) -> None:
        """Nobody waits for the answer any more."""
        if self._looking is not None:
            self._looking.cancel()

    def _print_it(self) -> None:
        self.leave()
        self._refused = None
        print_receipt = partial(print_paper, self._context.services, self._number)
        doing = self.tr("正在檢查印表機")
        self._looking = self._context.run(self._page, doing, print_receipt, self._show, self._failed)

    def _give_it_up(self) -> None:
        assert self._job is not None
        self.leave()
        give_up = partial(self._context.services.printing.queue.give_up, self._job.job_id)
        doing = self.tr("處理中，請稍候")
        self._looking = self._context.run(self._page, doing, give_up, lambda _done: self.look(), self._failed)

    def _show(self, job: PrintJob | None) -> None:
        self._job = job
        self._give_up.setVisible(job is not None and job.state is PrintState.FAILED)
        if job is None:
            self._state.setText(self.tr("尚未列印"))
            self._print.set_text(self.tr("列印"))
        else:
            icon, colour = print_words.mark_of(job)
            self._icon.set_icon(icon, colour)
            self._state.setText(print_words.told_of(job))
            again = self.tr("再印一次") if job.state is PrintState.FAILED else self.tr("補印一份")
            self._print.set_text(again)
        under_way = job is not None and job.state in _UNDER_WAY
        self._print.setEnabled(not under_way)
        if under_way:
            self._refused = None
        why = None if job is None or job.state is PrintState.GIVEN_UP or job.why is None else Failed(job.why)
        self._tell(self._refused or why)

    def _failed(self, error: Exception) -> None:
        """Nothing was kept: the button is there to try again; another copy needs a second person first."""
        if needs_second(error):
            self.went.emit("reprint", "|".join((str(self._number), *self._back_to, "")))
            return
        self._refused = error
        self._show(self._job)

    def _tell(self, why: Exception | None) -> None:
        known = why.failure if isinstance(why, Failed) else None
        of_choice = known in (PrintFailure.NOT_CHOSEN, PrintFailure.PRINTER_GONE)
        self._choose.setVisible(of_choice and not self._context.touch)  # in self-service the staff chooses
        self._banner.setVisible(why is not None)
        if why is not None:
            failure = self._context.words(why)
            told = f"{failure.cause}{self._context.pick('', ' ')}{failure.remedy}"
            code = self.tr("代碼 {code}").format(code=failure.code)
            self._banner.show_message(BannerKind.WARNING, failure.title, f"{told}\n{code}")
        self.changed.emit()
