"""What tests have proven, in numbers, at the end of the run: whatever they record as the property `proof`."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print them."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    told = [str(value) for report in reports for name, value in report.user_properties if name == "proof"]
    if told:
        terminalreporter.section("proofs")
        for line in sorted(set(told)):
            terminalreporter.write_line(line)
