import pytest

from kiosk.cardreader.virtual.behaviour import RemovalWatch
from kiosk.cardreader.virtual.control import Moment

SELECT, READ = "00A4000C023F00", "00B0000010"
TRIES_LEFT, VERIFY, SIGN = "00200001", "0020000106313233343536", "002A9E9A0100"


@pytest.mark.parametrize(
    ("moment", "commands", "comes_with"),
    [
        ("read", [SELECT, READ, "80B0000010", SELECT, READ, READ], 4),
        ("verify", [SELECT, READ, TRIES_LEFT, "0020000100", VERIFY], 4),
        ("sign", [VERIFY, SIGN], 1),
        (None, [SELECT, READ, READ, READ, VERIFY, SIGN], None),
    ],
)
def test_the_moment_comes_once(moment: Moment | None, commands: list[str], comes_with: int | None) -> None:
    watch = RemovalWatch(moment)
    came = [number for number, command in enumerate(commands) if watch.has_come(bytes.fromhex(command))]
    assert came == ([] if comes_with is None else [comes_with])
