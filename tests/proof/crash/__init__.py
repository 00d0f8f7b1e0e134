"""The main job, stopped at every write and at every step on the network, and gone on with from the files.

`clerk` does the job, `points` counts and stops, `lives` says what kiosk and central do, `trial` forks them.
"""
