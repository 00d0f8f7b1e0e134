"""書表: which papers there are, one of them on the screen, and saving them to a stick."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent

from kiosk.services.bundle.sticks import Volume
from kiosk.services.founding.papers.kinds import PaperKind, title_of
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import ReceiptPage, paper_name
from kiosk.ui.pages.row_button import RowButton
from kiosk.ui.widgets import Banner, BannerKind, ChoiceGroup, EmptyState, PaperView, Text

_LOWEST_PAPER = 240
_BELOW = 24


@dataclass(frozen=True, slots=True)
class PapersScene:
    """The case's name, and where the official forms are."""

    name: str
    forms: str
    forms_en: str
    portal: str


class PapersPage(PlacePage):
    """All papers; each is shown when pressed."""

    def __init__(self, scene: PapersScene, context: Context) -> None:
        super().__init__(context, "founding_papers", wide=True)
        self.head(
            self.tr("書表"),
            self.tr("依案件內容帶出；還沒填的地方會印成空白線，可手寫補上。"),
            next_text=self.tr("存到隨身碟"),
        )
        self.content.addWidget(draft_banner(scene, context))
        checklist = paper_name("founding")
        row = RowButton(object_name="founding_papers.checklist", name=checklist, description="")
        row.left.addWidget(Text(checklist, "strong"))
        row.right.addWidget(Text(self.tr("開立")))
        row.close_row(left=4, right=1)
        row.clicked.connect(lambda: self.went.emit("founding_checklist", ""))
        self.content.addWidget(row)
        for kind in PaperKind:
            name = paper_word(kind)
            row = RowButton(object_name=f"founding_papers.{kind}", name=name, description=title_of(kind))
            row.left.addWidget(Text(name, "strong"))
            row.right.addWidget(Text(self.tr("檢視")))
            row.close_row(left=4, right=1)
            row.clicked.connect(
                lambda _checked=False, kind=kind: self.went.emit("founding_paper", kind.value)
            )
            self.content.addWidget(row)

    def go_on(self) -> None:
        """To the sticks."""
        self.went.emit("founding_save", "")


class ChecklistPage(ReceiptPage):
    """合作社設立檢核表, signed and numbered as the counter's papers are."""

    next_place = "founding_papers"
    ways_place = "founding_ways"


class PaperPage(PlacePage):
    """One paper as it is printed."""

    def __init__(self, scene: tuple[PaperKind, bytes], context: Context) -> None:
        super().__init__(context, "founding_paper")
        kind, pdf = scene
        self.head(paper_word(kind), self.tr("草稿，不是正式書表。"), next_text=self.tr("存到隨身碟"))
        self._view = PaperView(object_name="founding_paper.paper", name=paper_word(kind))
        self._view.show_pdf(pdf)
        self._view.setMinimumHeight(_LOWEST_PAPER)
        self.content.addWidget(self._view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper scrolls by itself: it takes the height that is there."""
        super().resizeEvent(event)
        self._view.setFixedHeight(max(event.size().height() - _BELOW, _LOWEST_PAPER))

    def leave(self) -> None:
        """Close the paper."""
        self._view.clear()

    def go_on(self) -> None:
        """To the sticks."""
        self.went.emit("founding_save", "")


@dataclass(frozen=True, slots=True)
class SaveScene:
    """The sticks that are there."""

    volumes: tuple[Volume, ...]


class SavePage(PlacePage):
    """Which stick; then all papers are saved to it. `save` does it, and says whether to pull it out."""

    def __init__(self, scene: SaveScene, context: Context, save: Callable[[Volume], bool]) -> None:
        super().__init__(context, "founding_save", wide=True)
        self._scene, self._save = scene, save
        self.head(
            self.tr("存到隨身碟"),
            self.tr("每份書表各存一個 PDF（列印）與一個 ODT（可編輯）。檔案含個人資料且未加密，請自行保管。"),
            next_text=self.tr("全部存出"),
        )
        self._told = Banner(BannerKind.SUCCESS, "", object_name="founding_save.told")
        self._told.hide()
        self.content.addWidget(self._told)
        self._volumes = ChoiceGroup(object_name="founding_save.volumes", columns=2)
        if scene.volumes:
            for volume in scene.volumes:
                detail = self.tr("唯讀，不能存入") if volume.read_only else str(volume.folder)
                card = self._volumes.add_choice(str(volume.folder), volume.folder.name, detail, icon="stick")
                card.setEnabled(not volume.read_only)
            self._volumes.chosen.connect(lambda _: self._check())
            self.content.addWidget(self._volumes)
        else:
            none = EmptyState(
                self.tr("沒有找到隨身碟"),
                self.tr("請插入隨身碟，稍等幾秒再按「重新尋找」。"),
                object_name="founding_save.none",
                icon="stick",
                action=self.tr("重新尋找"),
            )
            none.triggered.connect(lambda: self.went.emit("founding_save", ""))
            self.content.addWidget(none)
        self._check()

    def go_on(self) -> None:
        """Save everything."""
        volume = next(one for one in self._scene.volumes if str(one.folder) == self._volumes.value)
        tell = partial(self.tell, SavePage._tell_saved)
        self.context.run(self, self.tr("正在製作並存出書表"), lambda: self._save(volume), tell)

    def _tell_saved(self, released: bool) -> None:
        told = self.tr("可以拔出隨身碟了。") if released else self.tr("請先由系統退出隨身碟，再拔出。")
        self._told.show_message(BannerKind.SUCCESS, self.tr("書表已存到隨身碟"), told)
        self._told.show()

    def _check(self) -> None:
        self.valid = self._volumes.value is not None


def draft_banner(scene: PapersScene, context: Context) -> Banner:
    """Says that they are drafts of ours, and where the official forms are."""
    title = QCoreApplication.translate("Founding", "這些是草稿，不是主管機關的正式書表")
    where = QCoreApplication.translate("Founding", "正式書表：{forms}（{portal}）").format(
        forms=context.pick(scene.forms, scene.forms_en), portal=scene.portal
    )
    return Banner(BannerKind.INFO, title, where, object_name="founding_papers.draft")


def paper_word(kind: PaperKind) -> str:
    """What a paper is called."""
    return {
        PaperKind.APPLICATION: QCoreApplication.translate("Founding", "合作社發起組織申請書"),
        PaperKind.PLAN: QCoreApplication.translate("Founding", "籌組計畫書（含年度概算表）"),
        PaperKind.FOUNDERS: QCoreApplication.translate("Founding", "發起人名冊"),
        PaperKind.PREPARATION_AGENDA: QCoreApplication.translate("Founding", "籌備會議程"),
        PaperKind.PREPARATION_MINUTES: QCoreApplication.translate("Founding", "籌備會會議紀錄"),
        PaperKind.ARTICLES: QCoreApplication.translate("Founding", "章程草案"),
        PaperKind.MEMBERS: QCoreApplication.translate("Founding", "社員名冊"),
        PaperKind.FOUNDING_AGENDA: QCoreApplication.translate("Founding", "創立會議程"),
        PaperKind.FOUNDING_MINUTES: QCoreApplication.translate("Founding", "創立會會議紀錄"),
        PaperKind.OFFICERS: QCoreApplication.translate("Founding", "理監事名冊"),
        PaperKind.REGISTRATION: QCoreApplication.translate("Founding", "成立登記申請書"),
    }[kind]
