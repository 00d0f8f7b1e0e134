"""A flow on the screen: the page of each step is shown, its answer taken off the Qt thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.services.flows.flow import Flow
from kiosk.ui.pages import words
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.shell import Shell

PageMaker = Callable[[Any, Context], StepPage]
"""Makes the page of a scene."""


class Journey(QObject):
    """Takes a person through a flow.

    `begun` with the first page, `ended` when the last one is left, `given_up` when it was cancelled,
    `put_aside` when it is left for later, `went` when it is for another place.
    """

    begun = Signal()
    ended = Signal()
    given_up = Signal()
    put_aside = Signal()
    went = Signal(str, str)

    def __init__(self, flow: Flow, make_page: PageMaker, context: Context, shell: Shell) -> None:
        super().__init__(shell)
        self.flow = flow
        self._make_page = make_page
        self._context = context
        self._shell = shell
        self._scene: Any = None
        self._page: StepPage | None = None

    def begin(self) -> None:
        """Show the step on which the flow stands."""
        self._context.run(self._shell.page, self.tr("處理中，請稍候"), self.flow.scene, self._show)

    def next(self) -> None:
        """Take the page's answer and go on; at the last step, end."""
        page = self._page
        if page is None or not page.valid or page.busy is not None:
            return
        if not self.flow.step.following:
            self.ended.emit()
            return
        question = page.question()
        if question is None:
            self._go_on(page)
        else:
            self._shell.confirm(
                question.title,
                question.text,
                question.yes,
                question.no,
                lambda yes: self._go_on(page) if yes and page.valid and page.busy is None else None,
            )

    def back(self) -> None:
        """Show the step before."""
        if self.flow.can_go_back:
            self._work(self._page, self.flow.back)

    def cancel(self) -> None:
        """Ask, then give up and delete the draft."""
        self._shell.confirm(
            self.tr("要放棄這次的{flow}嗎？").format(flow=words.flow(self.flow.route.flow)),
            self.tr("這次尚未送出的內容會刪除；已經簽章送出的不受影響。"),
            self.tr("放棄"),
            self.tr("繼續填寫"),
            lambda yes: self._give_up() if yes else None,
            danger=True,
        )

    def card_changed(self, state: CardState) -> None:
        """Tell the page what lies in the reader."""
        if self._page is not None:
            self._page.card_changed(state)

    def sync_moved(self) -> None:
        """Tell the page that a round of sync has come further."""
        if self._page is not None:
            self._page.sync_moved()

    def refresh(self) -> None:
        """Something may have changed: a step that only tells is read again."""
        if self._page is None or self._page.busy is not None or self.flow.step.kept:
            return
        self._context.run(None, "", self.flow.scene, self._show_news, lambda _error: None)

    def redraw(self) -> None:
        """Show the same step anew, as in another language, with what was entered."""
        if self._page is not None and self._page.busy is None:
            before = self._page
            page = self._make_page(self._scene, self._context)
            page.takes_over(before)
            self._place(page)

    def _go_on(self, page: StepPage) -> None:
        self._work(page, page.work(self.flow))

    def _give_up(self) -> None:
        self._context.run(
            self._page, self.tr("處理中，請稍候"), self.flow.discard, lambda _: self.given_up.emit()
        )

    def _work(self, page: StepPage | None, work: Callable[[], None]) -> None:
        def step() -> Any:
            before = self.flow.step
            work()
            try:
                return self.flow.scene()
            except Exception:
                # The next step cannot be shown (a rule says no): one stays where one was.
                if self.flow.step is not before and self.flow.can_go_back:
                    self.flow.back()
                raise

        def failed(error: Exception) -> None:
            if page is not None:
                page.refused(error)

        doing = page.doing if page is not None else ""
        self._context.run(page, doing, step, self._show, failed)

    def _show(self, scene: Any) -> None:
        self._scene = scene
        if self._page is None:
            self.begun.emit()
        page = self._make_page(scene, self._context)
        self._place(page)
        page.entered()

    def _show_news(self, scene: Any) -> None:
        if self._page is self._shell.page and scene != self._scene:
            self._scene = scene
            self.redraw()

    def _place(self, page: StepPage) -> None:
        self._page = page
        page.advance.connect(self.next)
        page.put_aside.connect(self.put_aside)
        page.went.connect(self.went)
        step = self.flow.step
        self._shell.show_page(
            page,
            steps=words.headings(self.flow.route.flow),
            current=step.heading,
            can_go_back=self.flow.can_go_back,
            can_cancel=step.kept,
        )
        page.card_changed(self._context.card)
