"""A round of sync: how far it is and how fast, how to end it, and what came of the last one."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.staff.durations import duration
from kiosk.ui.widgets import Banner, BannerKind, Button, Panel, Text


class RoundPanel(Panel):
    """本次同步. `stopped` when the round is to end."""

    stopped = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("", object_name="sync.round")
        self._context = context
        self.content.addWidget(Text(self.tr("同步結果"), "heading"))
        self._none = Text(self.tr("按「現在同步」立即送出並取回結果；平時每 30 秒自動進行。"), "lead")
        self._banner = Banner(BannerKind.INFO, "", object_name="sync.report")
        self._running = self._build_running()
        for part in (self._none, self._banner, self._running):
            self.content.addWidget(part)
        self.follow()

    def begin(self) -> None:
        """A round was asked for; nothing is known of it yet."""
        self._bar.setRange(0, 0)
        self._far.setText(self.tr("正在連線…"))
        self._fast.setText("")
        self._show(self._running)

    def follow(self) -> None:
        """Show what is known now."""
        watch = self._context.sync
        if watch.progress is not None:
            self._show_progress(watch.progress)
            self._show(self._running)
        elif watch.report is not None and watch.ended is not None:
            kind, title, text = self._told(watch.report)
            at = words.moment(watch.ended)
            when = self._context.pick(f"（{at}）", f" ({at})")
            self._banner.show_message(kind, f"{title}{when}", text)
            self._show(self._banner)
        else:
            self._show(self._none)

    def _build_running(self) -> QWidget:
        running = QWidget()
        column = QVBoxLayout(running)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._far = Text("", "strong", object_name="sync.far")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setObjectName("sync.bar")
        self._bar.setAccessibleName(self.tr("同步進度"))
        self._fast = Text("", "caption", object_name="sync.fast")
        stop = Button(self.tr("停止同步"), object_name="sync.stop", icon="close")
        stop.clicked.connect(lambda: self.stopped.emit())
        for part in (self._far, self._bar, self._fast):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        column.addLayout(row)
        return running

    def _show(self, which: QWidget) -> None:
        for part in (self._none, self._banner, self._running):
            part.setVisible(part is which)

    def _show_progress(self, progress: SyncProgress) -> None:
        watch = self._context.sync
        if progress.sent < progress.total:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.sent)
            far = self.tr("已送出 {sent}／{total} 筆")
            self._far.setText(far.format(sent=f"{progress.sent:,}", total=f"{progress.total:,}"))
        else:
            self._bar.setRange(0, 0)
            far = self.tr("正在取回結果，已收到 {count} 筆")
            self._far.setText(far.format(count=f"{progress.received:,}"))
        parts = []
        if watch.rate is not None:
            parts.append(self.tr("每秒 {rate} 筆").format(rate=f"{watch.rate:,.0f}"))
        if watch.seconds_left is not None:
            left = duration(timedelta(seconds=watch.seconds_left + 1))
            parts.append(self.tr("約再 {span}").format(span=left))
        self._fast.setText("　".join(parts))

    def _told(self, report: SyncReport) -> tuple[BannerKind, str, str]:
        done = self._done(report)
        if report.failure is not None:
            failure = self._context.services.failures.text(report.failure, self._context.language)
            parts = [done] if report.sent or report.received else []
            return BannerKind.WARNING, failure.title, "\n".join([*parts, failure.remedy])
        if report.cancelled:
            rest = self.tr("其餘保留在本機，稍後會自動再送。")
            return BannerKind.INFO, self.tr("已停止"), f"{done}\n{rest}"
        if report.refused or report.rejected:
            return BannerKind.WARNING, self.tr("同步完成，有案件待處理"), done
        return BannerKind.SUCCESS, self.tr("同步完成"), done

    def _done(self, report: SyncReport) -> str:
        if not report.sent and not report.received:
            return self.tr("沒有要送出的資料，也沒有新的結果。")
        done = self.tr("送出 {sent} 筆：接受 {accepted} 筆，未接受 {refused} 筆。收到 {received} 筆結果。")
        return done.format(
            sent=f"{report.sent:,}",
            accepted=f"{report.accepted:,}",
            refused=f"{report.refused + report.rejected:,}",
            received=f"{report.received:,}",
        )
