"""The card process: `python -m kiosk.cardreader.virtual --folder FOLDER --scenario good-organisation`.

Prints one line of JSON with its control port and the port of the stand-in for the 跨平台網頁元件, then holds
the card in the virtual reader until it is ended (SIGTERM, Ctrl-C, or its standard input closing under
`--until-stdin-closes`).
"""

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path

from kiosk.cardreader.virtual.link import READER_PORT, ReaderLink
from kiosk.cardreader.virtual.scenarios import SCENARIOS
from kiosk.cardreader.virtual.server import CardDesk, ControlServer
from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.cardreader.virtual.web_component import WebComponent

_OFTEN = {"poll_interval": 0.2}  # seconds until the end is noticed


def main() -> None:
    """Run the card process."""
    options = _parse_arguments()
    make_training_cards(options.folder)
    link = ReaderLink(options.port)
    link.start()
    desk = CardDesk(options.folder, link)
    if options.scenario is not None:
        desk.perform({"do": "insert", "scenario": options.scenario})
    with ControlServer(options.control_port, desk) as server, WebComponent(link) as component:
        threading.Thread(target=component.serve_forever, kwargs=_OFTEN, name="web-component").start()
        _end_on_request(server, options.until_stdin_closes)
        ports = {"control_port": server.port, "web_component_port": component.port}
        print(json.dumps(ports), flush=True)
        server.serve_forever(**_OFTEN)
        component.shutdown()
    link.stop()


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m kiosk.cardreader.virtual", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="training cards; made there if absent")
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), help="card to put in at once")
    parser.add_argument("--port", type=int, default=READER_PORT, help="port of the virtual reader")
    parser.add_argument("--control-port", type=int, default=0, help="port for orders; 0 picks a free one")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end with the program that started it"
    )
    return parser.parse_args()


def _end_on_request(server: ControlServer, with_stdin: bool) -> None:
    def end(*_: object) -> None:
        threading.Thread(target=server.shutdown).start()  # it waits for the loop, which this may interrupt

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if with_stdin:

        def wait_for_end() -> None:
            # Not through a buffer: a thread must not hold its lock when the program ends.
            while os.read(sys.stdin.fileno(), 4096):
                pass
            server.shutdown()

        threading.Thread(target=wait_for_end, name="stdin", daemon=True).start()


if __name__ == "__main__":
    main()
