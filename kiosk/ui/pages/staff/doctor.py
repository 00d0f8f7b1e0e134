"""機器檢查: what the doctor finds while the counter is open, each with its remedy; the report for others."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.bundle.sticks import Volume
from kiosk.services.diagnosis.check_up import CheckUp, Looked
from kiosk.services.diagnosis.report import Finding
from kiosk.services.flows.services import Services
from kiosk.services.printing.stick import FileOnStick
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.doctor_words import probe_name
from kiosk.ui.pages.sticks import StickChoice, tell_saved
from kiosk.ui.relay import Relay
from kiosk.ui.widgets import Banner, BannerKind, Button, EmptyState, KeyValueTable, Text

_RING = 5  # what the page leaves around each widget of its own


def check_up_of(services: Services) -> CheckUp:
    """The doctor beside this counter, which has one."""
    assert services.check_up is not None
    return services.check_up


class DoctorPage(PlacePage):
    """Findings come one by one; those that need somebody stand first."""

    def __init__(self, scene: None, context: Context) -> None:
        super().__init__(context, "doctor", wide=True)
        self._check_up = check_up_of(context.services)
        self.head(
            self.tr("機器檢查"),
            self.tr("檢查這部機器，以及到中央服務的路。檢查在背景進行，不影響受理。"),
            next_text=self.tr("重新檢查"),
        )
        self._standing = Banner(BannerKind.INFO, "", object_name="doctor.standing")
        self.content.addWidget(self._standing)
        stick = Button(self.tr("把報告存到隨身碟"), object_name="doctor.stick", icon="stick")
        stick.clicked.connect(lambda: self.went.emit("doctor_stick", ""))
        row = QHBoxLayout()
        row.addWidget(stick)
        row.addStretch(1)
        self.content.addLayout(row)
        self._found: QWidget | None = None
        self._place = QVBoxLayout()
        self.content.addLayout(self._place)
        self._relay = Relay()
        self._relay.told.connect(self._show)
        self._check_up.follow(self._relay.tell)
        self._show(self._check_up.looked())

    def go_on(self) -> None:
        """Look again."""
        self._check_up.begin()
        self._show(self._check_up.looked())

    def _show(self, looked: Looked) -> None:
        self.valid = not looked.running
        self._standing.show_message(*self._told(looked))
        if self._found is not None:
            self._found.hide()
            self._found.deleteLater()
        self._found = self._list(looked)
        self._place.addWidget(self._found)

    def _told(self, looked: Looked) -> tuple[BannerKind, str, str]:
        if looked.running:
            done = self.tr("已完成 {done} 項，共 {all} 項。").format(done=looked.answered, all=looked.probes)
            return BannerKind.INFO, self.tr("檢查中"), done
        unwell, known = len(looked.of(ok=False)), len(looked.of(ok=True))
        if unwell:
            told = self.tr("請依下面的做法處理；處理後按「重新檢查」。")
            return BannerKind.ERROR, self.tr("有 {count} 項要處理").format(count=unwell), told
        if known:
            told = self.tr("不影響受理；方便時請依下面的做法處理。")
            return BannerKind.WARNING, self.tr("有 {count} 項值得知道").format(count=known), told
        return BannerKind.SUCCESS, self.tr("一切正常"), ""

    def _list(self, looked: Looked) -> QWidget:
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(_RING, 0, _RING, 0)
        column.setSpacing(12)
        unwell, known = looked.of(ok=False), looked.of(ok=True)
        for one in (*unwell, *known):
            column.addWidget(self._with_remedy(one))
        well = [one for one in looked.findings if one.ok and not one.code]
        if well:
            column.addWidget(Text(self.tr("正常的項目"), "heading"))
            table = KeyValueTable(object_name="doctor.well")
            for one in well:
                table.add_row(probe_name(one.probe), one.seen, object_name=f"doctor.{one.probe}")
            column.addWidget(table)
        return told

    def _with_remedy(self, one: Finding) -> Banner:
        words = self.context.services.failures.text(one.code, self.context.language, one.values)
        gap = self.context.pick("", " ")
        who = self.tr("可協助的人：{who}").format(who=words.who)
        seen = self.tr("看到的情形：{seen}（{code}）").format(seen=one.seen, code=one.code)
        return Banner(
            BannerKind.WARNING if one.ok else BannerKind.ERROR,
            self.tr("{probe}：{title}").format(probe=probe_name(one.probe), title=words.title),
            f"{words.cause}{gap}{words.remedy}\n{who}\n{seen}",
            object_name=f"doctor.{one.probe}",
        )


def read_sticks(services: Services) -> tuple[Volume, ...]:
    """The sticks that are mounted."""
    return tuple(check_up_of(services).volumes())


class DoctorStickPage(PlacePage):
    """Report and log onto a stick, for who helps from afar."""

    def __init__(self, scene: tuple[Volume, ...], context: Context) -> None:
        super().__init__(context, "doctor_stick", wide=True)
        self.head(
            self.tr("把報告存到隨身碟"),
            self.tr("報告與紀錄交給遠端的資訊人員；裡面沒有個人資料、PIN 碼與金鑰。"),
            next_text=self.tr("存到這支隨身碟"),
        )
        self._saved = Banner(BannerKind.SUCCESS, "", object_name="doctor_stick.saved")
        self._saved.hide()
        self.content.addWidget(self._saved)
        self._sticks = StickChoice(scene, object_name="doctor_stick.sticks")
        self._sticks.chosen.connect(lambda _folder: self._check())
        if scene:
            self.content.addWidget(self._sticks)
        else:
            none = EmptyState(
                self.tr("沒有找到隨身碟"),
                self.tr("請插入隨身碟，稍等幾秒再按「重新尋找」。隨身碟須已由系統掛載。"),
                object_name="doctor_stick.none",
                icon="stick",
                action=self.tr("重新尋找"),
            )
            none.triggered.connect(lambda: self.went.emit("doctor_stick", ""))
            self.content.addWidget(none)
        if len(scene) == 1:
            self._sticks.choose(str(scene[0].folder))
        self._check()

    def go_on(self) -> None:
        """Write it."""
        stick = self._sticks.volume
        assert stick is not None
        save = partial(check_up_of(self.context.services).to_stick, stick, self.context.language)
        tell = partial(self.tell, DoctorStickPage._tell_saved)
        self.context.run(self, self.tr("正在寫入隨身碟，請勿拔出"), save, tell)

    def _tell_saved(self, saved: FileOnStick) -> None:
        tell_saved(self._saved, saved)

    def _check(self) -> None:
        self.valid = self._sticks.can_be_written
