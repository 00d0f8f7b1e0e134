"""A folder of revocation lists: `*.crl`, DER, whatever their names."""

from pathlib import Path

from kiosk.contract.revocation import LARGEST_LIST, ListRefused, RevocationList, RevocationLists


class ListFolder:
    """Takes the lists of a folder into `lists`, and keeps new ones there. The folder may be missing."""

    def __init__(self, folder: Path, lists: RevocationLists) -> None:
        self._folder, self._lists = folder, lists
        self._seen: dict[Path, tuple[int, int]] = {}

    def look(self) -> tuple[str, ...]:
        """Take the files that are new or were changed since the last look.

        Where one cannot be taken, the list held of that authority stays; the answer says so of each, once.
        """
        troubles = (self._look_at(path) for path in sorted(self._folder.glob("*.crl")))
        return tuple(trouble for trouble in troubles if trouble)

    def keep(self, new: RevocationList) -> None:
        """Write a list under its authority's name, for its owner only, whole or not at all. OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = self._folder / f"{new.authority}.new"
        scratch.unlink(missing_ok=True)
        scratch.touch(mode=0o600)
        scratch.write_bytes(new.der)
        scratch.replace(self._folder / f"{new.authority}.crl")

    def _look_at(self, path: Path) -> str:
        try:
            told = path.stat()
            seen = (told.st_mtime_ns, told.st_size)
            if self._seen.get(path) == seen:
                return ""
            self._seen[path] = seen
            with path.open("rb") as file:
                self._lists.put(file.read(LARGEST_LIST + 1))
        except ListRefused as refused:
            return f"{path.name}: {refused}"
        except OSError as error:
            return f"{path.name}: {error.strerror}"
        return ""
