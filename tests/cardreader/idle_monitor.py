"""`python -m tests.cardreader.idle_monitor SECONDS`: watch the readers, and print what it cost the processor.

The seconds begin with the first state.
"""

import sys
import threading
import time

from kiosk.cardreader.monitor import ReaderMonitor


def main() -> None:
    told = threading.Event()
    monitor = ReaderMonitor(lambda _state: told.set())
    monitor.start()
    assert told.wait(10)
    began = time.process_time()
    time.sleep(float(sys.argv[1]))
    print(time.process_time() - began)
    assert monitor.stop(2)


if __name__ == "__main__":
    main()
