"""選擇印表機: which printer prints which size of paper."""

from functools import partial

from kiosk.services.printing.printing import PrinterChoice
from kiosk.services.printing.spooler import PaperSize
from kiosk.ui.pages import print_words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.paper_ways import printer_told
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Banner, BannerKind, ChoiceGroup, EmptyState, Text
from kiosk.ui.workers import Job


class PrintersPage(PlacePage):
    """A printer for each size."""

    def __init__(self, scene: PrinterChoice, context: Context, back_to: tuple[str, str]) -> None:
        super().__init__(context, "printers", wide=True)
        self._scene, self._back_to = scene, back_to
        self._job: Job | None = None
        self._groups: dict[PaperSize, ChoiceGroup] = {}
        self.head(
            self.tr("選擇印表機"),
            self.tr("每種紙張由哪一台印表機印。印表機由系統的列印服務管理，這裡只選擇。"),
            next_text=self.tr("儲存"),
        )
        if not scene.printers:
            self.content.addWidget(
                EmptyState(
                    self.tr("列印服務裡沒有印表機"),
                    self.tr("請系統管理人員先在系統中加入印表機，再回到這裡。"),
                    object_name="printers.none",
                    icon="printer",
                )
            )
        for size in PaperSize if scene.printers else ():
            self._add(size)
        self._check()

    def go_on(self) -> None:
        """Keep what is chosen, and go back."""
        chosen = {size: group.value for size, group in self._groups.items() if group.value is not None}
        keep = partial(self.context.services.printing.choose, chosen)
        doing = self.tr("處理中，請稍候")
        self._job = self.context.run(self, doing, keep, lambda _done: self.went.emit(*self._back_to))

    def leave(self) -> None:
        """What runs comes to its end by itself."""
        if self._job is not None:
            self._job.cancel()

    def _add(self, size: PaperSize) -> None:
        self.content.addWidget(Text(print_words.size_name(size), "heading"))
        group = self._groups[size] = ChoiceGroup(object_name=f"printers.{size.value}", columns=2)
        before = self._scene.chosen.get(size)
        able = [one for one in self._scene.printers if size in one.sizes]
        for printer in able:
            told = printer_told(printer, self.context)
            group.add_choice(printer.name, printer.label, told, icon="printer")
            if printer.name == before:
                group.choose(printer.name)
        group.chosen.connect(lambda _name: self._check())
        self.content.addWidget(group)
        if not able:
            self.content.addWidget(
                Text(self.tr("沒有印表機可以印這種紙張。"), object_name=f"printers.{size.value}.none")
            )
        if before is not None and before not in {one.name for one in able}:
            self.content.addWidget(
                Banner(
                    BannerKind.WARNING,
                    self.tr("原來選的印表機不在了：{name}").format(name=before),
                    self.tr("請重新選擇。"),
                    object_name=f"printers.{size.value}.gone",
                )
            )

    def _check(self) -> None:
        self.valid = any(group.value is not None for group in self._groups.values())
