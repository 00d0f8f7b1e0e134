"""Whoever asks may be gone before the end of the request: a cut cable is no fault of central's."""

import logging
import socket

import httpx2
import pytest

from tests.central.conftest import Service, until

TORN = b"POST /v1/commands HTTP/1.1\r\nHost: central\r\nContent-Length: 1000\r\n\r\n" + b'{"commands":['


def test_a_request_that_breaks_off_is_no_fault(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    url = httpx2.URL(service.url)
    with socket.create_connection((url.host, url.port)) as line:
        line.sendall(TORN)
    with caplog.at_level(logging.INFO, "central.api.frame"):
        until(lambda: [record for record in caplog.records if record.name == "central.api.frame"])
    (noted,) = [record for record in caplog.records if record.name == "central.api.frame"]
    assert (noted.__dict__["route"], noted.__dict__["status"]) == ("/v1/commands", 499)
    assert httpx2.get(f"{service.url}/healthz", trust_env=False).status_code == 200
