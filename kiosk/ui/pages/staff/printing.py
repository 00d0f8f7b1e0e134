"""列印: the papers that were sent to a printer, and what became of them."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.failures import Failed
from kiosk.services.printing.queue import PrintJob
from kiosk.ui.pages import print_words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_number
from kiosk.ui.pages.row_button import RowButton
from kiosk.ui.widgets import Button, EmptyState, Icon, Text


class PrintingPage(PlacePage):
    """The staff's list: one presses a print to see what can be done about it."""

    shows_prints = True

    def __init__(self, scene: tuple[PrintJob, ...], context: Context) -> None:
        super().__init__(context, "printing", wide=True)
        self.head(
            self.tr("列印"),
            self.tr("送到印表機的單據與結果。按一張單據，可再印一次、換印表機、存到隨身碟或放棄。"),
            next_text=self.tr("回同步"),
        )
        printers = Button(self.tr("選擇印表機"), object_name="printing.printers", icon="printer")
        printers.clicked.connect(lambda: self.went.emit("printers", ""))
        row = QHBoxLayout()
        row.addWidget(printers)
        row.addStretch(1)
        self.content.addLayout(row)
        if not scene:
            self.content.addWidget(
                EmptyState(
                    self.tr("還沒有列印過"),
                    self.tr("在單據頁按「列印」，結果會列在這裡。"),
                    object_name="printing.none",
                    icon="printer",
                )
            )
        for job in scene:
            self._add(job)

    def go_on(self) -> None:
        """Back to how sync stands."""
        self.went.emit("sync", "")

    def _add(self, job: PrintJob) -> None:
        why = "" if job.why is None else self.context.words(Failed(job.why)).title
        row = PrintRow(job, why)
        row.clicked.connect(lambda: self.went.emit("print_job", str(job.receipt_number)))
        self.content.addWidget(row)


class PrintRow(RowButton):
    """Which paper and which print of it at the left, how far it is and why at the right."""

    def __init__(self, job: PrintJob, why: str) -> None:
        number, told = paper_number(job.receipt_number), print_words.told_of(job)
        super().__init__(object_name=f"printing.job.{job.job_id}", name=number, description=f"{told} {why}")
        self.left.addWidget(Text(number, "strong"))
        self.left.addWidget(Text(f"{print_words.copy_of(job)}　{print_words.size_name(job.size)}", "caption"))
        icon, colour = print_words.mark_of(job)
        marked = QHBoxLayout()
        marked.setSpacing(6)
        marked.addWidget(Icon(icon, size=22, colour=colour))
        marked.addWidget(Text(print_words.state_of(job), "strong", wrap=False))
        marked.addStretch(1)
        self.right.addLayout(marked)
        at = f"{job.printer}　{print_words.at(job)}"
        self.right.addWidget(Text(f"{why}\n{at}" if why else at, "caption"))
        self.close_row(left=1, right=1)
