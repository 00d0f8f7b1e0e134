"""關於本計畫, 如何申請 and 轉型攻略: what central's document `help` says, with what is known of oneself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.founding.rules import Term
from kiosk.services.help import ApplyStep, HelpTexts, Progress, Stage, TransformationGuide, figures_of
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import paused_banner
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.tile import Tile, TileGrid
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import (
    Banner,
    BannerKind,
    Bullet,
    Button,
    ButtonKind,
    Icon,
    Panel,
    Station,
    StepPath,
    Text,
)

_STATIONS = {Stage.JOIN: "organisation", Stage.POINTS: "points", Stage.ORDER: "cloud", Stage.PAY: "order"}
_LEADS = {Stage.JOIN: "register", Stage.POINTS: "assess", Stage.ORDER: "plans", Stage.PAY: "pay"}
MOST_PLANS = 5


@dataclass(frozen=True, slots=True)
class AboutScene:
    """The texts, and how far the member who stands here is; None where nobody is known."""

    texts: HelpTexts
    progress: Progress | None
    today: date


class _TextsPage(PlacePage):
    """A page of central's texts, in which figures of the programme are filled in."""

    def __init__(self, scene: AboutScene, context: Context, name: str) -> None:
        super().__init__(context, name, wide=True)
        self.scene = scene
        services = context.services
        self._figures: Mapping[str, object] = figures_of(services.programme, services.clock())

    def told(self, term: Term) -> str:
        """A text in the language of the moment, filled in."""
        return self.context.pick(term.zh, term.en).format_map(self._figures)


class AboutPage(_TextsPage):
    """關於本計畫: who, what, until when, and how the budget stands."""

    def __init__(self, scene: AboutScene, context: Context) -> None:
        super().__init__(scene, context, "about")
        self.head(
            self.tr("關於本計畫"),
            self.tr("陪你好好做生意：政府幫您出一半。"),
            next_text=self.tr("如何申請"),
        )
        self._budget()
        for number, passage in enumerate(scene.texts.about):
            panel = Panel(self.told(passage.title), object_name=f"about.passage.{number}")
            panel.content.addWidget(Text(self.told(passage.text)))
            self.content.addWidget(panel)
        tiles = (
            ("apply_how", "check", self.tr("如何申請"), self.tr("四個步驟、要帶什麼、辦到哪裡")),
            ("transform", "cloud", self.tr("轉型攻略"), self.tr("六大類雲端工具怎麼挑")),
        )
        shown = []
        for name, icon, title, detail in tiles:
            tile = Tile(title, detail, icon=icon, object_name=f"about.{name}")
            tile.clicked.connect(lambda _checked=False, name=name: self.went.emit(name, ""))
            shown.append(tile)
        self.content.addWidget(TileGrid(*shown))

    def go_on(self) -> None:
        """To the four steps."""
        self.went.emit("apply_how", "")

    def _budget(self) -> None:
        stopped = paused_banner(self.context, self.scene.today)
        if stopped is not None:
            self.content.addWidget(stopped)
            return
        programme = self.context.services.programme
        told = self.tr("至補助額度用罄為止；每家最高 {grant} 點。").format(grant=self._figures["grant"])
        if programme.budget is not None:
            left = max(programme.budget - programme.points_out, 0)
            told = self.tr(
                "總額度 {budget} 點，目前尚餘約 {left} 點（以最近一次同步為準）；用罄為止。"
            ).format(budget=f"{programme.budget:,}", left=f"{left:,}")
        self.content.addWidget(
            Banner(BannerKind.SUCCESS, self.tr("補助額度：受理中"), told, object_name="about.budget")
        )


class ApplyPage(_TextsPage):
    """如何申請: the brochure's four steps, what to bring to each, and how far one is."""

    def __init__(self, scene: AboutScene, context: Context) -> None:
        super().__init__(scene, context, "apply_how")
        self._next = scene.progress.next if scene.progress is not None else Stage.JOIN
        self.head(self.tr("如何申請"), self._lead(), next_text=self._next_text())
        if self._next is None:
            self.next_text = None
        path = Panel(object_name="apply_how.path_panel")
        stations = [Station(_STATIONS[one.step], self.told(one.title)) for one in scene.texts.apply]
        path.content.addWidget(StepPath(stations, object_name="apply_how.path"))
        self.content.addWidget(path)
        for number, one in enumerate(scene.texts.apply, 1):
            self.content.addWidget(self._step(number, one))

    def go_on(self) -> None:
        """To what is to be done next."""
        if self._next is not None:
            self.went.emit(_LEADS[self._next], "")

    def _lead(self) -> str:
        progress = self.scene.progress
        if progress is None:
            return self.tr("四個步驟；插入憑證卡片，就能看到您辦到哪一步。")
        if progress.next is None:
            return self.tr("四個步驟您都完成了。")
        return self.tr("您已完成 {done} 個步驟，接下來標示在下方。").format(done=len(progress.done))

    def _next_text(self) -> str:
        return {
            Stage.JOIN: self.tr("開始註冊"),
            Stage.POINTS: self.tr("填寫數位自評"),
            Stage.ORDER: self.tr("選購方案"),
            Stage.PAY: self.tr("前往付款"),
            None: "",
        }[self._next]

    def _step(self, number: int, one: ApplyStep) -> Panel:
        panel = Panel(object_name=f"apply_how.{one.step}")
        panel.content.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(Text(f"{number}　{self.told(one.title)}", "heading"), 1)
        state, icon, colour = self._state(one.step)
        if state:
            top.addWidget(Icon(icon, size=24, colour=colour))
            top.addWidget(Text(state, "strong", object_name=f"apply_how.{one.step}.state", wrap=False))
        panel.content.addLayout(top)
        panel.content.addWidget(Text(self.told(one.text)))
        panel.content.addWidget(Text(self.tr("要帶什麼"), "label"))
        for item in one.bring:
            panel.content.addWidget(Bullet(self.told(item)))
        return panel

    def _state(self, stage: Stage) -> tuple[str, str, str]:
        """Words, icon and colour."""
        colours, progress = active_theme().colours, self.scene.progress
        if progress is None:
            return "", "", ""
        if stage in progress.done:
            return self.tr("已完成"), "success", colours.success
        if stage is progress.next:
            return self.tr("接下來"), "arrow-right", colours.accent
        return self.tr("尚未"), "clock", colours.muted


class TransformPage(_TextsPage):
    """轉型攻略: for each category what it does for a cooperative, what to look for, which plans there are."""

    def __init__(self, scene: AboutScene, context: Context) -> None:
        super().__init__(scene, context, "transform")
        self.head(
            self.tr("轉型攻略"),
            self.tr("六大類雲端工具對合作社有什麼用、怎麼挑、有哪些方案。"),
            next_text=self.tr("選購方案"),
        )
        for guide in scene.texts.guides:
            self.content.addWidget(self._guide(guide))

    def go_on(self) -> None:
        """To the plans."""
        self.went.emit("plans", "")

    def _guide(self, guide: TransformationGuide) -> Panel:
        programme = self.context.services.programme
        panel = Panel(words.category(guide.category), object_name=f"transform.{guide.category}")
        panel.content.setSpacing(6)
        kinds = [kind for kind in programme.kinds if kind.category is guide.category]
        named = [self.context.pick(kind.name, kind.name_en) for kind in kinds]
        panel.content.addWidget(Text(self.tr("、").join(named), "caption"))
        panel.content.addWidget(Text(self.told(guide.does)))
        panel.content.addWidget(Text(self.tr("挑選時看什麼"), "label"))
        for item in guide.look_for:
            panel.content.addWidget(Bullet(self.told(item)))
        panel.content.addWidget(Text(self.tr("目前的方案"), "label"))
        plans = [plan for plan in programme.plans.values() if plan.category is guide.category]
        for plan in plans[:MOST_PLANS]:
            terms = plan.terms
            line = self.tr("{plan}（{vendor}）　NT${price}／{months} 個月").format(
                plan=terms.plan_name, vendor=terms.vendor_name, price=f"{terms.price:,}", months=terms.months
            )
            panel.content.addWidget(Bullet(line))
        if not plans:
            panel.content.addWidget(Text(self.tr("目前沒有這一類的方案。"), "caption"))
        if len(plans) > MOST_PLANS:
            more = Button(
                self.tr("還有 {count} 個方案，到「選購方案」看全部").format(count=len(plans) - MOST_PLANS),
                object_name=f"transform.{guide.category}.more",
                kind=ButtonKind.QUIET,
                compact=True,
            )
            more.clicked.connect(lambda: self.went.emit("plans", ""))
            panel.content.addWidget(more)
        return panel
