"""The plugin fails a test over a log record that it did not expect."""

from collections.abc import Callable

import pytest


@pytest.fixture
def outcomes(pytester: pytest.Pytester, expected_logs) -> Callable[[str], dict[str, int]]:
    """Run one test with this body and count how it ended."""
    expected_logs.allow("kiosk")  # the inner test logs in this very process

    def run(body: str) -> dict[str, int]:
        pytester.makeconftest('pytest_plugins = ["tests.plugins.expected_logs"]')
        pytester.makepyfile(f"import logging\ndef test_it(expected_logs):\n    {body}")
        return pytester.runpytest_inprocess("-p", "no:randomly").parseoutcomes()

    return run


@pytest.mark.parametrize(
    "body",
    [
        "logging.getLogger('kiosk').info('all is well')",
        "expected_logs.allow('kiosk.services'); logging.getLogger('kiosk.services.sync').warning('away')",
        "expected_logs.allow('kiosk', 'away'); logging.getLogger('kiosk').warning('central is away')",
    ],
    ids=["info", "allowed from below", "allowed by text"],
)
def test_passes(outcomes: Callable[[str], dict[str, int]], body: str) -> None:
    assert outcomes(body) == {"passed": 1}


@pytest.mark.parametrize(
    "body",
    [
        "logging.getLogger('kiosk').warning('central is away')",
        "expected_logs.allow('kiosk', 'reader'); logging.getLogger('kiosk').warning('central is away')",
        "expected_logs.allow('kiosk.ser'); logging.getLogger('kiosk.services').error('central is away')",
    ],
    ids=["nothing allowed", "other text", "other logger"],
)
def test_fails(outcomes: Callable[[str], dict[str, int]], body: str) -> None:
    assert outcomes(body) == {"passed": 1, "errors": 1}
