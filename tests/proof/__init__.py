"""Tests that try to break the seven promises of sync.

1. What a person was told is kept is kept.
2. Once: however often a command is sent, it takes effect once, and is answered the same.
3. In order, never stuck: what central turns down is listed with its reason and holds nobody up.
4. The same everywhere: when all is acknowledged, every kiosk's view equals central's.
5. The truth about itself: when it last synced, what waits, since when, and why.
6. No event is skipped.
7. No network, no problem: 29 days' work is taken without, and arrives.

`promises` has them as checks; four ways lead to them:

- `test_crash`: the main job stopped at every write, commit and request, at kiosk and central, and gone on
  with from the files (all but 3). Its first stages are without network (7).
- `test_bad_network`, `test_proxy`: random schedules of all that networks do, over three kiosks (2 to 6).
- `test_model`: any history of people, syncs, crashes, copied machines and time (all), with a reckoning of
  points and money of its own.
- `test_disconnection`: two machines of the kernel's (network namespaces) and a cable that is cut.

A sample runs each time; `make proof` runs all of it.
"""
