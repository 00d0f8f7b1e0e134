"""隨身碟交換: what waits goes to central on a USB stick, and its answer comes back on it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.bundle.desk import TakenAnswers
from kiosk.services.bundle.sticks import Volume, WrittenToStick
from kiosk.services.flows.services import Services
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.relay import Relay
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, ChoiceGroup, EmptyState, KeyValueTable
from kiosk.ui.workers import Job

_MEGA, _GIGA = 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class BundleScene:
    """What waits, since when (UTC), and which sticks are there."""

    waiting: int
    oldest: datetime | None
    volumes: tuple[Volume, ...]


@dataclass(slots=True)
class Exchanged:
    """What came of it last, and on which stick: kept while the page is made anew."""

    result: WrittenToStick | TakenAnswers | None = None
    stick: str | None = None


def read_bundle_scene(services: Services) -> BundleScene:
    """How it stands now. Raises `StorageError`."""
    status = services.sync.status()
    return BundleScene(status.waiting, status.oldest, tuple(services.sticks.volumes()))


class BundlePage(PlacePage):
    """Which stick, then write to it or read from it."""

    def __init__(self, scene: BundleScene, context: Context, exchanged: Exchanged) -> None:
        super().__init__(context, "bundle", wide=True)
        self._scene, self._exchanged = scene, exchanged
        self._job: Job | None = None
        self.head(
            self.tr("用隨身碟與中央服務交換資料"),
            self.tr("沒有網路時，把待送資料寫到隨身碟帶給中央服務，再把回覆帶回來。檔案已加密，別人打不開。"),
            next_text=self.tr("寫入待送資料"),
        )
        if exchanged.result is not None:
            self.content.addWidget(self._told(exchanged.result))
        self.content.addWidget(self._waiting())
        self._volumes = ChoiceGroup(object_name="bundle.volumes", columns=2)
        self._read = Button(self.tr("讀取中央的回覆"), object_name="bundle.read", icon="document")
        self._list_volumes()
        self._check()

    def _list_volumes(self) -> None:
        """The sticks, and what can be done with them; the one of before, or the only one, is chosen."""
        volumes = self._scene.volumes
        if not volumes:
            none = EmptyState(
                self.tr("沒有找到隨身碟"),
                self.tr("請插入隨身碟，稍等幾秒再按「重新尋找」。隨身碟須已由系統掛載。"),
                object_name="bundle.none",
                icon="stick",
                action=self.tr("重新尋找"),
            )
            none.triggered.connect(self._look_again)
            self.content.addWidget(none)
            return
        for volume in volumes:
            title = volume.folder.name
            self._volumes.add_choice(str(volume.folder), title, self._detail(volume), icon="stick")
        folders = [str(volume.folder) for volume in volumes]
        if len(folders) == 1 or self._exchanged.stick in folders:
            self._volumes.choose(folders[0] if len(folders) == 1 else str(self._exchanged.stick))
        self._volumes.chosen.connect(lambda _key: self._check())
        self.content.addWidget(self._volumes)
        look = Button(
            self.tr("重新尋找"), object_name="bundle.look", kind=ButtonKind.QUIET, icon="search", compact=True
        )
        look.clicked.connect(self._look_again)
        self._read.clicked.connect(self._take)
        row = QHBoxLayout()
        row.addWidget(self._read)
        row.addWidget(look)
        row.addStretch(1)
        self.content.addLayout(row)

    def _detail(self, volume: Volume) -> str:
        if volume.read_only:
            return self.tr("唯讀：只能讀取回覆\n{folder}").format(folder=volume.folder)
        return self.tr("可用空間 {size}\n{folder}").format(size=_size(volume.free), folder=volume.folder)

    def _waiting(self) -> KeyValueTable:
        oldest = self._scene.oldest
        since = "" if oldest is None else self.tr("（最早 {moment}）").format(moment=words.moment(oldest))
        waiting = self.tr("{count} 筆").format(count=f"{self._scene.waiting:,}")
        return KeyValueTable([(self.tr("待送資料"), waiting + since)], object_name="bundle.waiting")

    def _chosen(self) -> Volume | None:
        return next((one for one in self._scene.volumes if str(one.folder) == self._volumes.value), None)

    def _check(self) -> None:
        chosen = self._chosen()
        self.valid = chosen is not None and not chosen.read_only
        self._read.setEnabled(chosen is not None)

    def _look_again(self) -> None:
        self.went.emit("bundle", "")

    def go_on(self) -> None:
        """Write what waits."""
        chosen = self._chosen()
        assert chosen is not None
        relay = Relay()  # held by what runs, so that it outlives this page
        relay.told.connect(self._progress)
        write = partial(
            self.context.services.sticks.write, chosen, lambda done, total: relay.tell((done, total))
        )
        self._job = self.context.run(self, self.tr("正在寫入隨身碟，請勿拔出"), write, self._ended)

    def _take(self) -> None:
        chosen = self._chosen()
        assert chosen is not None
        read = partial(self.context.services.sticks.read, chosen)
        self._job = self.context.run(self, self.tr("正在讀取隨身碟，請勿拔出"), read, self._ended)

    def _progress(self, told: tuple[int, int]) -> None:
        self.show_progress(*told)

    def _ended(self, result: WrittenToStick | TakenAnswers) -> None:
        self._exchanged.result, self._exchanged.stick = result, self._volumes.value
        self.went.emit("bundle", "exchanged")

    def leave(self) -> None:
        """What runs comes to its end by itself; nobody waits for it here."""
        if self._job is not None:
            self._job.cancel()

    def _told(self, result: WrittenToStick | TakenAnswers) -> Banner:
        kind, title, text = (
            self._words_written(result) if isinstance(result, WrittenToStick) else self._words_taken(result)
        )
        return Banner(kind, title, text, object_name="bundle.result")

    def _words_written(self, done: WrittenToStick) -> tuple[BannerKind, str, str]:
        written = self.tr("已寫入待送資料 {count} 筆，檔名 {file}。").format(
            count=f"{done.exported.commands:,}", file=done.file_name
        )
        if done.released:
            return BannerKind.SUCCESS, self.tr("可以拔出隨身碟"), written
        return (
            BannerKind.WARNING,
            self.tr("已完整寫入，請先退出隨身碟再拔出"),
            written + self.tr("這部電腦無法自動退出隨身碟：請在系統的檔案管理員按「退出」，再拔出。"),
        )

    def _words_taken(self, taken: TakenAnswers) -> tuple[BannerKind, str, str]:
        at = self.tr("中央服務於 {moment} 寫出。").format(moment=words.moment(taken.made_at))
        turned_down = taken.refused + taken.rejected
        if not taken.accepted + turned_down + taken.received:
            return BannerKind.INFO, self.tr("這份回覆沒有新的內容"), at + self.tr("先前都已收下。")
        counts = self.tr("已確認 {accepted} 筆，不成立 {turned_down} 筆，收到紀錄 {received} 筆。").format(
            accepted=taken.accepted, turned_down=turned_down, received=taken.received
        )
        if turned_down:
            note = self.tr("不成立的原因，請看該會員的通知。")
            return BannerKind.WARNING, self.tr("已收下回覆，有不成立的項目"), at + counts + note
        return BannerKind.SUCCESS, self.tr("已收下中央服務的回覆"), at + counts


def _size(count: int) -> str:
    """Bytes as people read them: 12.3 GB."""
    if count >= _GIGA:
        return f"{count / _GIGA:.1f} GB"
    return f"{count / _MEGA:.0f} MB"
