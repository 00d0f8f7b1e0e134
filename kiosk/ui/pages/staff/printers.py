"""選擇印表機: which printer prints which size of paper, and which kind of papers."""

from functools import partial

from kiosk.services.printing.printing import PrinterChoice
from kiosk.services.printing.spooler import PaperSize
from kiosk.services.receipts.papers import KINDS
from kiosk.ui.pages import print_words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.paper_ways import printer_told
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_name
from kiosk.ui.widgets import Banner, BannerKind, ChoiceGroup, EmptyState, Text
from kiosk.ui.workers import Job

_BY_SIZE = "by-size"


class PrintersPage(PlacePage):
    """A printer for each size; below, one for a kind of papers that is to have its own."""

    def __init__(self, scene: PrinterChoice, context: Context, back_to: tuple[str, str]) -> None:
        super().__init__(context, "printers", wide=True)
        self._scene, self._back_to = scene, back_to
        self._job: Job | None = None
        self._groups: dict[PaperSize, ChoiceGroup] = {}
        self._kinds: dict[str, ChoiceGroup] = {}
        self._offers: dict[str, tuple[str, PaperSize] | None] = {_BY_SIZE: None}
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
        if scene.printers:
            self._add_kinds()
        self._check()

    def go_on(self) -> None:
        """Keep what is chosen, and go back."""
        chosen = {size: group.value for size, group in self._groups.items() if group.value is not None}
        of_kinds = {kind: self._offers[group.value or _BY_SIZE] for kind, group in self._kinds.items()}
        keep = partial(self.context.services.printing.choose, chosen, of_kinds)
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
            self._tell_gone(before, f"printers.{size.value}.gone")

    def _tell_gone(self, printer: str, object_name: str) -> None:
        told = self.tr("原來選的印表機不在了：{name}").format(name=printer)
        self.content.addWidget(
            Banner(BannerKind.WARNING, told, self.tr("請重新選擇。"), object_name=object_name)
        )

    def _add_kinds(self) -> None:
        """Each kind may have a printer of its own, on one of the sizes that it takes."""
        self.content.addWidget(Text(self.tr("個別單據"), "heading"))
        told = self.tr("沒有另外指定的單據，依上面的紙張設定列印；兩種紙張都有印表機時，用 A4。")
        self.content.addWidget(Text(told, "lead"))
        sizes = self.context.services.printing.sizes
        for printer in self._scene.printers:
            for size in sizes:
                if size in printer.sizes:
                    self._offers[f"{printer.name}.{size.value}"] = (printer.name, size)
        for kind in KINDS:
            self._add_kind(kind)

    def _add_kind(self, kind: str) -> None:
        self.content.addWidget(Text(paper_name(kind), "strong"))
        group = self._kinds[kind] = ChoiceGroup(object_name=f"printers.kind.{kind}", columns=3)
        labels = {one.name: one.label for one in self._scene.printers}
        group.add_choice(_BY_SIZE, self.tr("依紙張設定"), icon="document")
        for name, offer in self._offers.items():
            if offer is not None:
                printer, size = offer
                group.add_choice(name, labels[printer], print_words.size_name(size), icon="printer")
        before = self._scene.of_kinds.get(kind)
        chosen = next((name for name, offer in self._offers.items() if offer == before), _BY_SIZE)
        group.choose(chosen)
        group.chosen.connect(lambda _name: self._check())
        self.content.addWidget(group)
        if before is not None and chosen == _BY_SIZE:
            self._tell_gone(before[0], f"printers.kind.{kind}.gone")

    def _check(self) -> None:
        groups = self._groups.values()
        own = any(group.value != _BY_SIZE for group in self._kinds.values())
        self.valid = own or any(group.value is not None for group in groups)
