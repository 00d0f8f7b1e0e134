"""如何設立合作社: the way in one picture, and where one goes from here."""

from dataclasses import dataclass

from kiosk.domain.founding.guide import Guide
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.told import term
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.tile import Tile, TileGrid
from kiosk.ui.widgets import Banner, BannerKind, Panel, Station, StepPath


@dataclass(frozen=True, slots=True)
class FoundingHome:
    """What the page shows."""

    guide: Guide


class FoundingHomePage(PlacePage):
    """The five steps as a path, then the guide and the cases."""

    def __init__(self, scene: FoundingHome, context: Context) -> None:
        super().__init__(context, "founding", wide=True)
        self.head(
            self.tr("如何設立合作社"),
            self.tr("從發起到登記共五個步驟。先看指引，再建立設立案件，逐項檢查並帶出書表。"),
            next_text=self.tr("看設立步驟"),
        )
        path = Panel(object_name="founding.path_panel")
        stations = [Station(part.icon, term(part.title, context)) for part in scene.guide.parts]
        path.content.addWidget(StepPath(stations, object_name="founding.path"))
        self.content.addWidget(path)
        tiles = []
        for name, icon, title, detail in self._tiles():
            tile = Tile(title, detail, icon=icon, object_name=f"founding.{name}")
            tile.clicked.connect(lambda _checked=False, name=name: self.went.emit(name, ""))
            tiles.append(tile)
        self.content.addWidget(TileGrid(*tiles))
        self.content.addWidget(
            Banner(
                BannerKind.INFO,
                self.tr("諮詢專線：{numbers}").format(numbers="　".join(scene.guide.telephones)),
                term(scene.guide.desk, context),
                object_name="founding.telephones",
            )
        )

    def go_on(self) -> None:
        """Into the guide."""
        self.went.emit("founding_guide", "")

    def _tiles(self) -> tuple[tuple[str, str, str, str], ...]:
        return (
            (
                "founding_guide",
                "document",
                self.tr("設立步驟"),
                self.tr("要做什麼、誰來辦、文件、期限與法條"),
            ),
            ("founding_new", "founding", self.tr("建立設立案件"), self.tr("逐項填寫、檢查規定、帶出書表")),
            ("founding_open", "search", self.tr("開啟設立案件"), self.tr("用取案碼或發起人的卡片")),
            ("contact", "phone", self.tr("諮詢"), self.tr("專線、常見問題、要帶什麼")),
        )
