"""Selecting and reading the files of a card, in as few commands as its kind allows."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.cardreader.apdu import CardChannel, Response
from kiosk.cardreader.pkcs15 import FilePath
from kiosk.cardreader.tlv import TlvMalformed, encode, end_of_objects, nodes, whole_length

MAXIMUM_FILE = 0x10000
MASTER_FILE = b"\x3f\x00"
APPLICATION = b"\x7f\xff"
"""How a path begins that goes from the selected application (as HiCOS writes it too)."""

# READ BINARY has fifteen bits for the offset; beyond, it takes the offset as a data object.
_FAR = 0x8000
_MOST_FROM_AFAR = 253  # what fits a response, beside the data object's header
_REFUSES_LENGTH = (0x6700, 0x6987)
_DIRECTORY = 0x38  # file descriptor byte, bits 8 and 7 aside
_UNKNOWN_PARAMETERS = 0x6A86
_END_OF_FILE = 0x6282
_OUTSIDE = 0x6B00


@dataclass(frozen=True)
class Dialect:
    """How a kind of card is asked for its files.

    `instruction_class` is the commands' CLA; `tells_size`: SELECT may answer with file control parameters;
    `takes_paths`: SELECT may name a whole path from the master file; `pieces`: how many bytes may be read
    at once, and how many where the card refuses so many.
    """

    instruction_class: int
    tells_size: bool
    takes_paths: bool
    pieces: tuple[int, ...]

    def header(self, instruction: int, parameters: int) -> int:
        """CLA INS P1 P2."""
        return self.instruction_class << 24 | instruction << 16 | parameters


class CardFiles:
    """The card's files. It remembers where it is on the card, so that neighbours cost one SELECT.

    A path is file identifiers of two bytes each: from the master file (3F00…), from the application
    (7FFF…), or else from `home`. Methods raise CardError: CARD_DATA for files that are not there, cannot be
    read, or are longer than 64 KiB, and what the channel raises.
    """

    def __init__(self, channel: CardChannel, dialect: Dialect) -> None:
        self.home = APPLICATION
        self._channel = channel
        self._dialect = dialect
        self._select_application: Callable[[], bool] = lambda: False
        self._asks_size = dialect.tells_size
        self._takes_paths = dialect.takes_paths
        self._pieces = dialect.pieces
        self._directory: bytes | None = None
        self._selected: bytes | None = None
        self._size: int | None = None
        self._kind: int | None = None

    def select_application(self, header: int, identifier: bytes) -> bool:
        """Select an application by its AID, with `header` as CLA INS P1 P2; whether the card has it.

        It is from now on what paths from the application begin at.
        """

        def select() -> bool:
            answer = self._channel.command(header, identifier, expect=0)
            if answer.status == _UNKNOWN_PARAMETERS:
                answer = self._channel.command(header | 0x0C, identifier)
            return answer.ok

        self._lose_way()
        if not select():
            return False
        self._select_application, self._directory = select, APPLICATION
        return True

    def select(self, path: bytes) -> bool:
        """Select a file or directory; whether it is there. Nothing is sent where it is selected already."""
        path = self._whole(path)
        if path == self._selected or self._downwards(path) or self._by_path(path):
            return True
        if not self._from_root(path):
            return False
        if path[:2] == MASTER_FILE:
            self._takes_paths = False  # step by step it was found, by its path it was not
        return True

    def select_directory(self, path: bytes) -> bool:
        """Select a directory; whether it is there. Nothing is sent where it is the present one.

        Where it turns out to be a file, that is selected.
        """
        path = self._whole(path)
        if path == self._directory:
            return True
        if not self.select(path):
            return False
        if self._kind is None:
            self._directory = path
        return True

    def read(self, place: FilePath) -> bytes:
        """The bytes at `place`: as many as it tells, or up to the end of the file."""
        self._open(place)
        return self._read_on(place.offset, self._read_first(place), _end(place))

    def read_records(self, place: FilePath) -> bytes:
        """The data objects at `place`, one after the other, up to the padding or the end of the file."""
        self._open(place)
        return self._read_on(place.offset, self._read_first(place), _end(place), _ends_in_padding)

    def read_object(self, place: FilePath) -> bytes:
        """The one data object at `place`; its own header tells its length. Empty where only padding is."""
        self._open(place)
        data = self._read_first(place)
        if data[:1] in (b"", b"\x00", b"\xff"):
            return b""
        try:
            length = whole_length(data)
        except TlvMalformed:
            raise self._channel.malformed() from None
        data = self._read_on(place.offset, data, place.offset + length)
        if len(data) < length:
            raise self._channel.malformed()
        return data[:length]

    def _read_first(self, place: FilePath) -> bytes:
        data = self._read_piece(place.offset, _end(place))
        if data is None:
            raise self._channel.malformed()
        return data

    def _read_on(
        self, offset: int, data: bytes, end: int | None, enough: Callable[[bytes], bool] = lambda _data: False
    ) -> bytes:
        """`data`, read at `offset`, and what follows up to `end`, or until there is no more or enough."""
        piece: bytes | None = data
        while piece and not enough(data):
            piece = self._read_piece(offset + len(data), end)
            data += piece or b""
        return data

    def _open(self, place: FilePath) -> None:
        if not self.select(place.path):
            raise self._channel.malformed()

    def _read_piece(self, offset: int, end: int | None) -> bytes | None:
        """What lies at `offset`, up to `end` and the end of the file as far as they are known, or as much as
        comes at once; None where the card refuses.
        """
        end = min((known for known in (end, self._size) if known is not None), default=None)
        if end is not None and end <= offset:
            return b""
        if (offset if end is None else end - 1) >= MAXIMUM_FILE:
            raise self._channel.malformed()
        for most in self._pieces:
            wanted = most if end is None else min(most, end - offset)
            if offset < _FAR:
                answer = self._channel.command(self._dialect.header(0xB0, offset), expect=wanted)
            else:
                wanted = min(wanted, _MOST_FROM_AFAR)
                answer = self._read_far(offset, wanted)
            if answer.status not in _REFUSES_LENGTH:
                break
            self._pieces = self._pieces[1:] or self._pieces  # it will refuse so many again
        if len(answer.data) > wanted:
            raise self._channel.malformed()
        if answer.status == _END_OF_FILE:
            self._size = offset + len(answer.data)
        if answer.ok:
            return answer.data
        return b"" if answer.status == _OUTSIDE else None

    def _read_far(self, offset: int, wanted: int) -> Response:
        """READ BINARY with odd INS, which answers with the bytes in a data object (ISO 7816-4 §11.3.2).

        By T=0 it cannot be told how many are wanted.
        """
        header = 2 if wanted < 0x80 else 3
        place = encode(0x54, offset.to_bytes(2))
        answer = self._channel.command(self._dialect.header(0xB1, 0), place, expect=wanted + header)
        try:
            content = b"".join(node.value for node in nodes(answer.data))
        except TlvMalformed:
            raise self._channel.malformed() from None
        return Response(content[:wanted], answer.status)

    def _whole(self, path: bytes) -> bytes:
        if len(path) % 2 or not path:
            raise self._channel.malformed()
        return path if path[:2] in (MASTER_FILE, APPLICATION) else self.home + path

    def _downwards(self, path: bytes) -> bool:
        """From the present directory down, where the file lies below it."""
        here = self._directory
        return here is not None and path.startswith(here) and path != here and self._follow(path, len(here))

    def _by_path(self, path: bytes) -> bool:
        return (
            self._takes_paths
            and path[:2] == MASTER_FILE != path
            and self._arrived(path, self._select(0x08, path[2:]))
        )

    def _from_root(self, path: bytes) -> bool:
        self._lose_way()
        found = self._select_application() if path[:2] == APPLICATION else self._select(0x00, MASTER_FILE).ok
        if found:
            self._directory = path[:2]
        return found and (len(path) == 2 or self._follow(path, 2))

    def _follow(self, path: bytes, start: int) -> bool:
        """Select what `path` names from `start` on, one after the other."""
        *directories, file = (path[position : position + 2] for position in range(start, len(path), 2))
        if all(self._select(0x00, directory).ok for directory in directories):
            return self._arrived(path, self._select(0x00, file))
        self._lose_way()
        return False

    def _arrived(self, path: bytes, answer: Response) -> bool:
        if not answer.ok:
            self._lose_way()
            return False
        self._size, self._kind = _control_parameters(answer.data)
        self._selected, self._directory = path, path if self._kind == _DIRECTORY else path[:-2]
        return True

    def _lose_way(self) -> None:
        self._directory = self._selected = None

    def _select(self, method: int, data: bytes) -> Response:
        header = self._dialect.header(0xA4, method << 8)
        if not self._dialect.tells_size:
            return self._channel.command(header, data)
        if self._asks_size:
            answer = self._channel.command(header | 0x04, data, expect=0)
            if answer.status != _UNKNOWN_PARAMETERS:
                return answer
        plain = self._channel.command(header | 0x0C, data)
        self._asks_size = self._asks_size and not plain.ok  # so it knows no control parameters
        return plain


def _end(place: FilePath) -> int | None:
    return None if place.length is None else place.offset + place.length


def _ends_in_padding(data: bytes) -> bool:
    """Whether whole data objects are followed by padding already."""
    try:
        return end_of_objects(data) < len(data)
    except TlvMalformed:
        return False


def _control_parameters(data: bytes) -> tuple[int | None, int | None]:
    """The file's size and its kind, each where it is told (ISO 7816-4 §7.4)."""
    try:
        parts = [part for template in nodes(data) for part in template.children()]
    except TlvMalformed:
        return None, None
    sizes = [int.from_bytes(part.value) for part in parts if part.tag == 0x80 and len(part.value) <= 4]
    kinds = [part.value[0] & 0x3F for part in parts if part.tag == 0x82 and part.value]
    return (sizes[0] or None if sizes else None), (kinds[0] if kinds else None)
