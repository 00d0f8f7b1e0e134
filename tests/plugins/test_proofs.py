import pytest

PROVING = """
def test_one(record_property):
    record_property("proof", "three of three")
    record_property("other", "not told")
"""


def test_what_is_proven_is_told_at_the_end(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(PROVING)
    told = pytester.runpytest_inprocess("-p", "tests.plugins.proofs", "-p", "no:randomly")
    told.stdout.fnmatch_lines(["*= proofs =*", "three of three"])
    told.stdout.no_fnmatch_line("*not told*")


def test_where_nothing_is_proven_nothing_is_told(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_one(): pass")
    told = pytester.runpytest_inprocess("-p", "tests.plugins.proofs", "-p", "no:randomly")
    told.stdout.no_fnmatch_line("*= proofs =*")
