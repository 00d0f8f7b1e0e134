"""Selecting and reading the files of an ISO 7816-4 card."""

from kiosk.cardreader.apdu import CardChannel, Response
from kiosk.cardreader.pkcs15 import FilePath
from kiosk.cardreader.tlv import TlvMalformed, nodes, whole_length

# A plain READ BINARY reaches offset 7FFF and no further.
MAXIMUM_FILE = 0x8000
_CHUNK = 256
_MASTER_FILE = b"\x3f\x00"


class CardFiles:
    """The card's files; remembers which directory is selected, so that neighbours cost one SELECT."""

    def __init__(self, channel: CardChannel) -> None:
        self._channel = channel
        self._directory: bytes | None = None
        self._selected: bytes | None = None
        self._size: int | None = None

    def select_application(self, identifier: bytes) -> bool:
        """Select an application by its AID; whether the card has it."""
        self._directory = self._selected = None
        return self._channel.command(0x00A40400, identifier, expect=0).ok

    def select(self, path: bytes) -> bool:
        """Select a file by its path, from the master file or within the directory; whether it is there."""
        if len(path) % 2 or not path:
            raise self._channel.malformed()
        if path == self._selected:
            return True
        if path[:2] != _MASTER_FILE:
            *directories, file = _identifiers(path)
        elif self._directory is not None and path[:-2] == self._directory:
            directories, file = [], path[-2:]
        else:
            *directories, file = _identifiers(path)
            self._directory = path[:-2]
        if all(self._select_one(directory).ok for directory in directories):
            answer = self._select_one(file)
            if answer.ok:
                self._selected, self._size = path, _file_size(answer.data)
                return True
        self._directory = self._selected = None
        return False

    def read(self, place: FilePath) -> bytes:
        """The bytes at `place`: as many as it tells, or up to the end of the file.

        Raises CardError CARD_DATA when the file is not there, cannot be read, or is longer than 32 KiB.
        """
        if not self.select(place.path):
            raise self._channel.malformed()
        return self._read_selected(place.offset, place.length)

    def read_object(self, place: FilePath) -> bytes:
        """The one data object at `place`, without the padding behind it; raises as `read`."""
        if not self.select(place.path):
            raise self._channel.malformed()
        try:
            return self._read_object(place)
        except TlvMalformed:
            raise self._channel.malformed() from None

    def _read_object(self, place: FilePath) -> bytes:
        if place.length is not None:
            data = self._read_selected(place.offset, place.length)
            return data[: whole_length(data)]
        head = self._read_piece(place.offset, _CHUNK)
        length = whole_length(head)
        if length > len(head):
            head += self._read_selected(place.offset + len(head), length - len(head))
        return head[:length]

    def _read_selected(self, offset: int, length: int | None) -> bytes:
        if length is None and self._size is not None:
            length = max(self._size - offset, 0)
        collected = b""
        while length is None or len(collected) < length:
            wanted = _CHUNK if length is None else min(_CHUNK, length - len(collected))
            piece = self._read_piece(offset + len(collected), wanted)
            collected += piece
            if len(piece) < wanted:
                break
        return collected

    def _read_piece(self, offset: int, wanted: int) -> bytes:
        if offset + wanted > MAXIMUM_FILE:
            raise self._channel.malformed()
        answer = self._channel.command(0x00B00000 | offset, expect=wanted)
        if answer.status == 0x6B00:  # the offset is the file's very end
            return b""
        if not answer.ok or len(answer.data) > wanted:
            raise self._channel.malformed()
        return answer.data

    def _select_one(self, identifier: bytes) -> Response:
        answer = self._channel.command(0x00A40004, identifier, expect=0)
        if answer.status == 0x6A86:  # knows no file control parameters: ask for none
            return self._channel.command(0x00A4000C, identifier)
        return answer


def _identifiers(path: bytes) -> list[bytes]:
    return [path[start : start + 2] for start in range(0, len(path), 2)]


def _file_size(control: bytes) -> int | None:
    """The size in the file control parameters, where they are there and make sense."""
    try:
        for template in nodes(control):
            for part in template.children():
                if part.tag == 0x80 and 1 <= len(part.value) <= 4:
                    return int.from_bytes(part.value)
    except TlvMalformed:
        return None
    return None
