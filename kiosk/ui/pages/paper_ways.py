"""Other ways to a paper: another printer, a stick, a phone, e-mail; and giving its print up."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.failures import Failed
from kiosk.services.printing.handing import HandedPaper
from kiosk.services.printing.printing import Ways
from kiosk.services.printing.queue import PrintJob, PrintState
from kiosk.services.printing.spooler import Printer
from kiosk.services.printing.stick import FileOnStick
from kiosk.services.staff.second import needs_second, print_paper
from kiosk.ui.pages import print_words, words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_number
from kiosk.ui.pages.sticks import StickChoice, tell_saved
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, ChoiceGroup, QrImage, Text
from kiosk.ui.workers import Job

_OVER = (PrintState.PRINTED, PrintState.GIVEN_UP)


class PaperWaysPage(PlacePage):
    """What can be done where a paper does not come out."""

    shows_prints = True

    def __init__(self, scene: Ways, context: Context, back_to: tuple[str, str]) -> None:
        super().__init__(context, "paper_ways", wide=True)
        self._scene, self._back_to = scene, back_to
        places = {"printing": "print_job", "founding_checklist": "founding_ways"}
        self._here = places.get(back_to[0], "paper_ways")
        self._job: Job | None = None
        self.head(
            self.tr("取得單據的其他方式"),
            self.tr("{number}：換一台印表機、存到隨身碟，或經由中央服務取得。").format(
                number=paper_number(scene.number)
            ),
            next_text=self.tr("用這台印表機列印"),
        )
        self._saved = Banner(BannerKind.SUCCESS, "", object_name="paper_ways.saved")
        self._saved.hide()
        self.content.addWidget(self._saved)
        if scene.job is not None and scene.job.state not in _OVER:
            self._add_print(scene.job)
        self._add_printers()
        self._add_sticks()
        if scene.phone:
            self._add_phone()
        if scene.mail:
            self._add_mail()
        self._check()

    def go_on(self) -> None:
        """Print on the chosen printer."""
        self._print_on(self._printers.value)

    def _print_on(self, printer: str | None) -> None:
        number = self._scene.number
        again = partial(print_paper, self.context.services, number, printer=printer)

        def failed(error: Exception) -> None:
            if needs_second(error):
                self.went.emit("reprint", "|".join((str(number), *self._back_to, printer or "")))
            else:
                self.failure = self.context.words(error)

        doing = self.tr("正在檢查印表機")
        self._job = self.context.run(self, doing, again, lambda _job: self.went.emit(*self._back_to), failed)

    def leave(self) -> None:
        """What runs comes to its end by itself; nobody waits for it here."""
        if self._job is not None:
            self._job.cancel()

    def _add_print(self, job: PrintJob) -> None:
        """How its print stands, and giving it up."""
        title, told = print_words.told_of(job), ""
        if job.why is not None:
            failure = self.context.words(Failed(job.why))
            told = f"{failure.title}{self.context.pick('。', '. ')}{failure.remedy}"
        kind = BannerKind.INFO if job.why is None else BannerKind.WARNING
        self.content.addWidget(Banner(kind, title, told, object_name="paper_ways.print"))
        give_up = Button(
            self.tr("放棄這次列印"), object_name="paper_ways.give_up", kind=ButtonKind.DANGER, icon="close"
        )
        give_up.clicked.connect(lambda: self._give_up(job))
        again = Button(self.tr("再印一次"), object_name="paper_ways.again", icon="printer")
        again.clicked.connect(lambda: self._print_on(job.printer))
        again.setEnabled(job.state is PrintState.FAILED)
        self.content.addLayout(_at_the_left(again, give_up))

    def _add_printers(self) -> None:
        self.content.addWidget(Text(self.tr("換一台印表機"), "heading"))
        self._printers = ChoiceGroup(object_name="paper_ways.printers", columns=2)
        job = self._scene.job
        sizes = set(self.context.services.printing.sizes)
        if job is not None and job.state is PrintState.FAILED:
            sizes = {job.size}
        printers = [printer for printer in self._scene.printers if sizes & printer.sizes]
        for printer in printers:
            self._printers.add_choice(
                printer.name, printer.label, printer_told(printer, self.context), icon="printer"
            )
        self._printers.chosen.connect(lambda _name: self._check())
        if printers:
            self.content.addWidget(self._printers)
        else:
            none = self.tr("沒有可以印這種紙張的印表機，或列印服務沒有回應。")
            self.content.addWidget(Text(none, "lead", object_name="paper_ways.no_printer"))

    def _add_sticks(self) -> None:
        self.content.addWidget(Text(self.tr("存到隨身碟"), "heading"))
        self.content.addWidget(
            Text(self.tr("單據會以 PDF 檔存到當事人的隨身碟；檔案沒有加密，請當事人自行保管。"), "lead")
        )
        self._sticks = StickChoice(self._scene.sticks, object_name="paper_ways.sticks")
        self._sticks.chosen.connect(lambda _folder: self._check())
        if self._scene.sticks:
            self.content.addWidget(self._sticks)
        else:
            none = self.tr("沒有找到隨身碟。請插入後按「重新尋找」。")
            self.content.addWidget(Text(none, object_name="paper_ways.no_stick"))
        self._save = Button(self.tr("存到這支隨身碟"), object_name="paper_ways.save", icon="stick")
        self._save.clicked.connect(lambda: self._save_it())
        look = Button(
            self.tr("重新尋找"),
            object_name="paper_ways.look",
            kind=ButtonKind.QUIET,
            icon="search",
            compact=True,
        )
        look.clicked.connect(lambda: self.went.emit(self._here, str(self._scene.number)))
        self.content.addLayout(_at_the_left(self._save, look))

    def _add_phone(self) -> None:
        self.content.addWidget(Text(self.tr("用手機取得"), "heading"))
        told = self.tr("單據會加密存放在中央服務 7 天，只有掃描這裡的 QR Code 才能打開。需要網路。")
        self.content.addWidget(Text(told, "lead"))
        button = Button(self.tr("顯示 QR Code"), object_name="paper_ways.phone", icon="phone")
        button.clicked.connect(lambda: self._hand_over(mail=False, then=PaperWaysPage._show_code))
        self.content.addLayout(_at_the_left(button))
        self._code: QWidget | None = None
        self._code_place = QVBoxLayout()
        self.content.addLayout(self._code_place)

    def _add_mail(self) -> None:
        self.content.addWidget(Text(self.tr("寄到合作社的 Email"), "heading"))
        told = self.tr("由中央服務把取得單據的連結寄到合作社已驗證的 Email，連結 7 天內有效。需要網路。")
        self.content.addWidget(Text(told, "lead"))
        button = Button(self.tr("寄出連結"), object_name="paper_ways.mail", icon="mail")
        button.clicked.connect(lambda: self._hand_over(mail=True, then=PaperWaysPage._tell_mailed))
        self.content.addLayout(_at_the_left(button))

    def _hand_over(self, *, mail: bool, then: Callable[["PaperWaysPage", HandedPaper], None]) -> None:
        hand_over = partial(self.context.services.printing.handing.hand_over, self._scene.number, mail=mail)
        self._job = self.context.run(self, self.tr("正在交給中央服務"), hand_over, partial(self.tell, then))

    def _show_code(self, handed: HandedPaper) -> None:
        if self._code is not None:
            self._code.hide()
            self._code.deleteLater()
        name = self.tr("取得單據的 QR Code")
        code = QrImage(handed.url, object_name="paper_ways.code", name=name)
        told = self.tr("請用手機掃描，單據會以 PDF 顯示。連結到 {until} 為止有效；取得的人都看得到內容。")
        self._code = QWidget()
        self._code.setFixedHeight(code.sizeHint().height())  # the page scrolls: it has the room
        row = QHBoxLayout(self._code)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(code)
        row.addWidget(Text(told.format(until=words.moment(handed.kept_until))), 1)
        self._code_place.addWidget(self._code)
        QTimer.singleShot(0, code, lambda: self.scroll_area.ensureWidgetVisible(code))

    def _tell_mailed(self, handed: HandedPaper) -> None:
        told = self.tr("已交由中央服務寄到 {address}。連結到 {until} 為止有效。")
        self._saved.show_message(
            BannerKind.SUCCESS,
            self.tr("已寄出"),
            told.format(address=handed.mailed_to, until=words.moment(handed.kept_until)),
        )
        self._saved.show()
        self.scroll_area.verticalScrollBar().setValue(0)

    def _check(self) -> None:
        self.valid = self._printers.value is not None
        self._save.setEnabled(self._sticks.can_be_written)

    def _give_up(self, job: PrintJob) -> None:
        give_up = partial(self.context.services.printing.queue.give_up, job.job_id)
        doing = self.tr("處理中，請稍候")
        self._job = self.context.run(self, doing, give_up, lambda _done: self.went.emit(*self._back_to))

    def _save_it(self) -> None:
        stick = self._sticks.volume
        assert stick is not None
        save = partial(self.context.services.printing.to_stick, self._scene.number, stick)
        tell = partial(self.tell, PaperWaysPage._tell_saved)
        self._job = self.context.run(self, self.tr("正在寫入隨身碟，請勿拔出"), save, tell)

    def _tell_saved(self, saved: FileOnStick) -> None:
        tell_saved(self._saved, saved)
        self.scroll_area.verticalScrollBar().setValue(0)


def printer_told(printer: Printer, context: Context) -> str:
    """What stands below a printer's name: whether it can print, and on what."""
    sizes = "、".join(print_words.size_name(size) for size in sorted(printer.sizes))
    if printer.trouble is None:
        return sizes
    return f"{context.words(Failed(printer.trouble)).title}\n{sizes}"


def _at_the_left(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
