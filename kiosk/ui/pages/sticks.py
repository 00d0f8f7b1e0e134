"""A file onto a stick: which one, and what to do with it afterwards."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from kiosk.services.bundle.sticks import Volume
from kiosk.services.printing.stick import FileOnStick
from kiosk.ui.widgets import Banner, BannerKind, ChoiceGroup


class StickChoice(ChoiceGroup):
    """The sticks that are there."""

    def __init__(self, volumes: Iterable[Volume], *, object_name: str) -> None:
        super().__init__(object_name=object_name, columns=2)
        self._volumes = {str(volume.folder): volume for volume in volumes}
        for folder, volume in self._volumes.items():
            read_only = QCoreApplication.translate("Sticks", "唯讀：不能寫入")
            told = read_only if volume.read_only else folder
            self.add_choice(folder, volume.folder.name, told, icon="stick")

    @property
    def volume(self) -> Volume | None:
        """The one that was chosen."""
        return self._volumes.get(self.value or "")

    @property
    def can_be_written(self) -> bool:
        """Whether one was chosen, and takes files."""
        return self.volume is not None and not self.volume.read_only


def tell_saved(banner: Banner, saved: FileOnStick) -> None:
    """Say in `banner` what the file is called, and how the stick comes out."""
    written = QCoreApplication.translate("Sticks", "檔名 {file}。").format(file=saved.file_name)
    if saved.released:
        done = QCoreApplication.translate("Sticks", "已存好，可以拔出隨身碟")
        banner.show_message(BannerKind.SUCCESS, done, written)
    else:
        done = QCoreApplication.translate("Sticks", "已存好，請先退出隨身碟再拔出")
        eject = QCoreApplication.translate(
            "Sticks", "這部電腦無法自動退出隨身碟：請在系統的檔案管理員按「退出」，再拔出。"
        )
        banner.show_message(BannerKind.WARNING, done, written + eject)
    banner.show()
