"""The packaged program: `kiosk …`; with `-m MODULE …`, one of its own parts, as Python would run it.

The parts are processes that the kiosk starts by itself: training's central and cards, the vendor's module.
"""

import multiprocessing
import runpy
import sys

from kiosk.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"] and len(sys.argv) > 2:
        del sys.argv[:2]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        main()
