"""補印: another copy of a paper, once a supervisor has agreed."""

from functools import partial

from kiosk.services.staff.second import of_reprint, print_paper
from kiosk.services.staff.staff import Approval
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_number
from kiosk.ui.pages.staff.second_person import SecondPerson
from kiosk.ui.pages.step_page import StepPage


class ReprintPage(PlacePage):
    """Which paper, and the second person; then it is printed."""

    def __init__(
        self, scene: int, context: Context, back_to: tuple[str, str], printer: str | None = None
    ) -> None:
        super().__init__(context, "reprint", illustration="printer")
        self._number, self._back_to, self._printer = scene, back_to, printer
        self._approval: Approval | None = None
        self.head(
            self.tr("補印一份"),
            self.tr("{number} 已經印過；再印一份會標示「補印」。").format(number=paper_number(scene)),
            next_text=self.tr("列印"),
        )
        self.valid = False
        self._second = SecondPerson(
            context, self, of_reprint(scene), self.tr("補印單據須由另一位主管輸入帳號與密碼。")
        )
        self._second.agreed.connect(self._agreed)
        self.content.addWidget(self._second)

    def go_on(self) -> None:
        """Print it."""
        work = partial(print_paper, self.context.services, self._number, self._printer, self._approval)
        doing = self.tr("正在檢查印表機")
        self.context.run(self, doing, work, lambda _job: self.went.emit(*self._back_to))

    def takes_over(self, before: StepPage) -> None:
        """Who agreed, too."""
        super().takes_over(before)
        if isinstance(before, ReprintPage):
            self._second.take_over(before._approval)

    def leave(self) -> None:
        """Forget what was typed."""
        self._second.wipe()

    def _agreed(self, approval: Approval) -> None:
        self._approval = approval
        self.valid = True
