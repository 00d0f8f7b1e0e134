"""What the doctor's probes are called."""

from PySide6.QtCore import QCoreApplication

_OF_DEVICES = ("card in ", "reader ")


def probe_name(probe: str) -> str:
    """A probe's name in the language of the moment; readers and cards bear the reader's own name besides."""
    names = _names()
    for kind in _OF_DEVICES:
        if probe.startswith(kind):
            return f"{names[kind]} {probe.removeprefix(kind)}"
    return names.get(probe, probe)


def _names() -> dict[str, str]:
    return {
        "version": QCoreApplication.translate("Probes", "版本"),
        "settings": QCoreApplication.translate("Probes", "設定"),
        "clock": QCoreApplication.translate("Probes", "時鐘"),
        "disk": QCoreApplication.translate("Probes", "磁碟空間"),
        "memory": QCoreApplication.translate("Probes", "記憶體"),
        "keyring": QCoreApplication.translate("Probes", "金鑰圈"),
        "database library": QCoreApplication.translate("Probes", "資料庫程式庫"),
        "database": QCoreApplication.translate("Probes", "資料庫"),
        "command chain": QCoreApplication.translate("Probes", "受理資料的鏈結"),
        "audit log": QCoreApplication.translate("Probes", "稽核紀錄"),
        "backups": QCoreApplication.translate("Probes", "備份"),
        "sync": QCoreApplication.translate("Probes", "與中央同步"),
        "settings by central": QCoreApplication.translate("Probes", "中央的設定"),
        "update": QCoreApplication.translate("Probes", "更新"),
        "card readers": QCoreApplication.translate("Probes", "讀卡機服務與讀卡機"),
        "reader ": QCoreApplication.translate("Probes", "讀卡機"),
        "card in ": QCoreApplication.translate("Probes", "卡片，在"),
        "authorities": QCoreApplication.translate("Probes", "憑證管理中心與廢止清冊"),
        "programme": QCoreApplication.translate("Probes", "計畫的數字"),
        "fonts for papers": QCoreApplication.translate("Probes", "單據字型"),
        "names on papers": QCoreApplication.translate("Probes", "單據上的罕用字"),
        "printers": QCoreApplication.translate("Probes", "印表機"),
        "proxy": QCoreApplication.translate("Probes", "代理伺服器"),
        "name service": QCoreApplication.translate("Probes", "名稱解析（DNS）"),
        "TLS": QCoreApplication.translate("Probes", "加密連線（TLS）"),
        "central service": QCoreApplication.translate("Probes", "中央服務"),
        "crashes": QCoreApplication.translate("Probes", "最近的程式錯誤"),
    }
