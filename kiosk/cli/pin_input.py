"""A PIN from standard input: into memory that can be overwritten, and never into text."""

from typing import Protocol

from kiosk.cardreader.pin import Pin, wipe

_LONGEST_LINE = 256


class UnbufferedInput(Protocol):
    """A stream that keeps no copy of what was read, as `io.FileIO`."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Read into `buffer`; how many bytes, 0 at the end."""


def read_pin(source: UnbufferedInput) -> Pin:
    """The PIN in the first line of `source`, without its end of line.

    A line of more than 256 bytes gives a PIN of 256, which no card takes.
    """
    line = bytearray(_LONGEST_LINE)
    size = 0
    try:
        with memoryview(line) as whole:
            while (end := line.find(b"\n", 0, size)) < 0 and size < len(line):
                received = source.readinto(whole[size:])
                if not received:
                    break
                size += received
            end = size if end < 0 else end
            if line.endswith(b"\r", 0, end):
                end -= 1
            return Pin(bytearray(whole[:end]))
    finally:
        wipe(line)
