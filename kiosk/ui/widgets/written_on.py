"""What keys on the screen write on: one line or several, in the same words."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

Line = QLineEdit | QPlainTextEdit


def units(text: str) -> int:
    """How long Qt takes `text` to be, which counts letters beyond the BMP twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cursor_of(line: Line) -> int:
    """Where the next letter goes."""
    return line.cursorPosition() if isinstance(line, QLineEdit) else line.textCursor().position()


def insert(line: Line, text: str) -> None:
    """Write `text` where the cursor is."""
    if isinstance(line, QLineEdit):
        line.insert(text)
    else:
        line.insertPlainText(text)


def erase(line: Line) -> None:
    """Take back the letter before the cursor, or what is chosen."""
    if isinstance(line, QLineEdit):
        line.backspace()
    else:
        line.textCursor().deletePreviousChar()


def put(line: Line, start: int, before: str, text: str) -> bool:
    """Put `text` in place of `before`, which begins at `start`; whether there was room for it."""
    if isinstance(line, QLineEdit):
        line.setSelection(start, units(before))
        line.insert(text)
        line.deselect()
    else:
        cursor = line.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + units(before), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        line.setTextCursor(cursor)
    return cursor_of(line) == start + units(text)
