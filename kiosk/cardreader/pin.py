"""A PIN that lives only as long as the call that uses it."""

from types import TracebackType
from typing import NoReturn, Self


class Pin:
    """Holds a PIN's characters in memory that can be overwritten, and shows them to nobody.

    `characters` (ASCII) is taken over, not copied: `wipe` overwrites the caller's buffer too. As a
    context manager it wipes on leaving. It cannot be printed, compared, copied or pickled.

    Raises ValueError for what was wiped already: a card would count it as a wrong PIN.
    """

    __slots__ = ("_characters",)

    def __init__(self, characters: bytearray) -> None:
        if 0 in characters:
            raise ValueError("this PIN was wiped")
        self._characters = characters

    def __len__(self) -> int:
        """The number of characters; 0 once wiped."""
        return len(self._characters)

    def write_into(self, command: bytearray, offset: int) -> None:
        """Put the characters into `command`, which is long enough and the caller's to wipe, at `offset`."""
        if offset + len(self._characters) > len(command):
            raise ValueError("the command is too short for the PIN")
        command[offset : offset + len(self._characters)] = self._characters

    def wipe(self) -> None:
        """Overwrite the characters with zeros and forget them."""
        wipe(self._characters)
        self._characters = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "Pin(…)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a PIN is never copied or stored")


def wipe(secret: bytearray) -> None:
    """Overwrite `secret` with zeros, in place."""
    secret[:] = bytes(len(secret))
