"""注音: Chinese from its sounds, by libchewing, which Debian keeps. Nothing that is typed is learned."""

import ctypes
from collections.abc import Iterator

_LIBRARY = "libchewing.so.3"
_IN_MEMORY = b":memory:"
_LONGEST = 8  # composed at once; what is before it stays as it is

KEYS = dict(
    zip(
        "ㄅㄉˇˋㄓˊ˙ㄚㄞㄢㄦㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ",
        "1234567890-qwertyuiopasdfghjkl;zxcvbnm,./",
        strict=True,
    )
)
"""The sounds and tones, each with its key of the usual layout (大千), by which the library knows it."""

FIRST_TONE = "ˉ"

_TAKE_NOTHING = (
    *("chewing_delete", "chewing_handle_Backspace", "chewing_handle_Space", "chewing_handle_End"),
    *("chewing_cand_open", "chewing_cand_close", "chewing_cand_TotalChoice"),
    *("chewing_cand_list_next", "chewing_cand_list_has_next"),
)
_TAKE_A_NUMBER = (
    *("chewing_handle_Default", "chewing_set_phraseChoiceRearward"),
    *("chewing_set_maxChiSymbolLen", "chewing_cand_choose_by_index"),
)
_GIVE_TEXT = ("chewing_buffer_String_static", "chewing_bopomofo_String_static")


class ZhuyinMissing(Exception):
    """libchewing is not installed here."""


class Zhuyin:
    """Sounds are pressed one after another; `text` is the Chinese that they make so far.

    `choices` are what the last sound can be instead. Nothing of it reaches the disk. Raises ZhuyinMissing
    where the library is not there.
    """

    def __init__(self) -> None:
        self._at: int | None = None
        self._call = _library()
        self._begin()

    def _begin(self) -> None:
        """A dictionary without anything learned: what somebody typed is not offered to the next."""
        self._at = self._call.chewing_new2(None, _IN_MEMORY, None, None)
        if not self._at:
            raise ZhuyinMissing
        self._call.chewing_set_phraseChoiceRearward(self._at, 1)
        self._call.chewing_set_maxChiSymbolLen(self._at, _LONGEST + 2)
        self.choices: tuple[str, ...] = ()
        self._places: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The Chinese that the sounds make, as far as they are whole."""
        return str(self._call.chewing_buffer_String_static(self._at).decode())

    @property
    def sounds(self) -> str:
        """The sounds of a letter that is not whole yet."""
        return str(self._call.chewing_bopomofo_String_static(self._at).decode())

    @property
    def is_full(self) -> bool:
        """Whether it is time to begin with the next letters (`forget`)."""
        return len(self.text) >= _LONGEST and not self.sounds

    def press(self, sound: str) -> None:
        """A sound or a tone of `KEYS`, or `FIRST_TONE`."""
        if sound != FIRST_TONE:
            self._call.chewing_handle_Default(self._at, ord(KEYS[sound]))
        elif self.sounds:
            self._call.chewing_handle_Space(self._at)
        self._look()

    def erase(self) -> bool:
        """Take back the last sound, or the last letter; False where there is none."""
        if not (self.text or self.sounds):
            return False
        self._call.chewing_handle_Backspace(self._at)
        self._look()
        return True

    def choose(self, place: int) -> None:
        """Take `choices[place]`."""
        number, index = self._places[place]
        for at in self._lists():
            if at == number:
                self._call.chewing_cand_choose_by_index(self._at, index)
                break
        self._call.chewing_cand_close(self._at)
        self._call.chewing_handle_End(self._at)
        self._look()

    def forget(self) -> None:
        """Begin anew: what was made is somebody else's business now."""
        self._call.chewing_delete(self._at)
        self._begin()

    def __del__(self) -> None:
        if self._at:
            self._call.chewing_delete(self._at)

    def _look(self) -> None:
        """What the last sound, and the word that ends with it, can be."""
        found: dict[str, tuple[int, int]] = {}
        if self.text and not self.sounds:
            for number in self._lists():
                for index in range(self._call.chewing_cand_TotalChoice(self._at)):
                    told = self._call.chewing_cand_string_by_index_static(self._at, index).decode()
                    found.setdefault(told, (number, index))
            self._call.chewing_cand_close(self._at)
            self._call.chewing_handle_End(self._at)
        self.choices, self._places = tuple(found), tuple(found.values())

    def _lists(self) -> Iterator[int]:
        """One list of choices after another, from the longest words to single letters."""
        self._call.chewing_cand_open(self._at)
        number = 0
        yield number
        while self._call.chewing_cand_list_has_next(self._at) == 1:
            self._call.chewing_cand_list_next(self._at)
            number += 1
            yield number


def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        raise ZhuyinMissing from None
    at, number, text = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
    library.chewing_new2.restype = at
    library.chewing_new2.argtypes = [text, text, at, at]
    for name in _TAKE_NOTHING:
        getattr(library, name).argtypes = [at]
    for name in _TAKE_A_NUMBER:
        getattr(library, name).argtypes = [at, number]
    for name in _GIVE_TEXT:
        getattr(library, name).argtypes = [at]
        getattr(library, name).restype = text
    library.chewing_cand_string_by_index_static.argtypes = [at, number]
    library.chewing_cand_string_by_index_static.restype = text
    return library
