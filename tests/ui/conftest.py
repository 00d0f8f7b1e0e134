"""What holds for all tests of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from kiosk.ui.translation import Language


@pytest.fixture(autouse=True)
def _in_chinese_afterwards() -> Iterator[None]:
    """All tests share one application: whoever changed its language has left it to the next."""
    yield
    application = QApplication.instance()
    if application is None:
        return
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(QLocale(Language.CHINESE.value))
