"""The sample of a reverse proxy, run by a real nginx before a real central."""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection

import httpx2
import pytest

from central.serving import listen
from kiosk.contract.api import ApiProblem
from kiosk.contract.clock import system_clock
from tests.central.conftest import until
from tests.central.kiosk import Kiosk
from tests.central.process import run
from tests.central.serving import own_certificate, serving

SAMPLE = Path(__file__).parents[2] / "installer" / "central" / "nginx.conf"
MIB = 1024 * 1024
FETCHED = SAMPLE.parents[2] / ".setup/nginx/usr/sbin/nginx"
NGINX = shutil.which("nginx") or (str(FETCHED) if FETCHED.exists() else None)

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="no nginx: installer/linux/install-packages fetches it where a mirror answers"
)


def _free_port() -> int:
    with listen("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def proxied(folder: Path, port: int, central: int) -> Iterator[None]:
    """nginx, with the sample's words but for ports, names of files and the machine's other addresses."""
    site = SAMPLE.read_text("utf-8").replace("/etc/central/", f"{folder}/")
    site = site.replace("127.0.0.1:8443", f"127.0.0.1:{central}")
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}")
    site = "\n".join(line for line in site.splitlines() if "[::]:443" not in line)
    (folder / "site.conf").write_text(site, "utf-8")
    scratch = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""  # else its workers could not write there
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off; {user} pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;\n"
        f"events {{}} http {{ {scratch} include {folder}/site.conf; }}\n"
    )
    process = subprocess.Popen([str(NGINX), "-e", str(folder / "nginx.log"), "-c", str(main)])
    try:
        until(lambda: process.poll() is not None or _takes_connections(port))
        assert process.poll() is None, (folder / "nginx.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(10)


def _takes_connections(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def test_a_kiosk_behind_the_sample(tmp_path: Path) -> None:
    certificate, _ = own_certificate(tmp_path)
    context = ssl.create_default_context(cafile=str(certificate))
    port, data = _free_port(), tmp_path / "data"
    url = f"https://127.0.0.1:{port}"
    options = ("--data", str(data), "--public-url", url, "--proxy", "127.0.0.1", "--limit-look-up", "2")
    kiosk = Kiosk(url, system_clock)
    kiosk.http.close()
    with (
        serving(tmp_path, *options) as central,
        proxied(tmp_path, port, central),
        httpx2.Client(base_url=url, verify=context, trust_env=False, timeout=20) as kiosk.http,
    ):
        code = run("enrol", "--data", str(data), "--office", "據點", "--terminal", "T1").stdout.split()[0]
        assert kiosk.enrol(code).status_code == 200
        assert kiosk.request("GET", "/v1/events").status_code == 200, "signed for the name that was asked"
        large = kiosk.request("POST", "/v1/commands", b" " * (MIB + 1))
        assert large.json()["code"] == ApiProblem.TOO_LARGE.value, "in central's own words"
        assert kiosk.http.get("/metrics").status_code == 403
        forged = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(3)]
        asked = [kiosk.http.get("/receipts/7QK2-M0XV-93HT-AB4C", headers=one) for one in forged]
        assert [one.status_code for one in asked] == [404, 404, 429], "who asks is what nginx saw"
        _speaks_http2(port, certificate)


def _speaks_http2(port: int, certificate: Path) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as secured,
    ):
        assert (secured.version(), secured.selected_alpn_protocol()) == ("TLSv1.3", "h2")
