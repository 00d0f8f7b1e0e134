"""Where settings come from, and TLS by one's own certificate."""

import json
import ssl
from pathlib import Path

import httpx2
import pytest
import typer
from typer.testing import CliRunner

from central.cli_settings import Config, Proxy
from central.settings import load_settings
from tests.central.process import run
from tests.central.serving import own_certificate, serving

PROJECT = Path(__file__).parents[2]


def _told(arguments: list[str], environment: dict[str, str]) -> dict[str, object]:
    app = typer.Typer()
    got: dict[str, object] = {}

    @app.command()
    def serve(
        public_url: str = "default",
        port: int = 1,
        training: bool = False,
        proxy: Proxy = None,
        config: Config = None,
    ) -> None:
        got.update(public_url=public_url, port=port, training=training, proxy=proxy, config=config)

    outcome = CliRunner().invoke(app, arguments, env=environment, catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return got


def test_an_option_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "central.toml"
    file.write_text('public_url = "file"\nport = 2\ntraining = true\nproxy = ["192.0.2.1", "192.0.2.2"]\n')
    assert _told([], {})["public_url"] == "default"
    by_file = _told(["--config", str(file)], {})
    assert (by_file["public_url"], by_file["port"], by_file["training"]) == ("file", 2, True)
    assert by_file["proxy"] == ["192.0.2.1", "192.0.2.2"]
    environment = {
        "CENTRAL_CONFIG": str(file),
        "CENTRAL_PUBLIC_URL": "environment",
        "CENTRAL_PROXY": "::1 ::2",
    }
    by_environment = _told([], environment)
    assert (by_environment["public_url"], by_environment["port"]) == ("environment", 2)
    assert by_environment["proxy"] == ["::1", "::2"]
    assert _told(["--public-url", "option"], environment)["public_url"] == "option"
    assert _told([], {"CENTRAL_TRAINING": "true"})["training"] is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no_such = 1", "no_such"),
        ('publicurl = "https://central.example"', "publicurl (nearest:"),
        ("port = ", "line 1"),
        ('host = "::1"\npublic_url = "https://cent', "line 2"),
        (None, "cannot be read"),
        ("public_url = 5", "public_url"),
        ("limit_device = true", "limit_device"),
        ('port = "8443"', "port"),
        ('training = "no"', "training"),
        ('proxy = "127.0.0.1"', "proxy"),
        ("proxy = [1]", "proxy"),
        ("[public_url]", "public_url"),
    ],
)
def test_a_file_that_says_nothing_of_use(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "central.toml"
    if text is not None:
        file.write_text(text)
    outcome = run("serve", "--data", str(tmp_path / "data"), "--config", str(file))
    assert (outcome.exit_code, said in " ".join(outcome.stderr.split())) == (2, True), outcome.stderr


def test_tls_by_its_own_certificate(tmp_path: Path, cards: Path) -> None:
    certificate, key = own_certificate(tmp_path)
    file = tmp_path / "central.toml"
    file.write_text(
        f'training = true\ntrust = "{cards / "trust"}"\ncertificate = "{certificate}"\nkey = "{key}"\n'
    )
    data = tmp_path / "data"
    with serving(tmp_path, "--config", str(file), CENTRAL_DATA=str(data)) as port:
        context = ssl.create_default_context(cafile=str(certificate))
        with httpx2.Client(verify=context, trust_env=False) as http:
            assert http.get(f"https://127.0.0.1:{port}/readyz").json() == {"status": "ready"}
        with httpx2.Client(trust_env=False) as http, pytest.raises(httpx2.TransportError):
            http.get(f"http://127.0.0.1:{port}/readyz")
        assert load_settings(data).public_url == f"https://127.0.0.1:{port}"
        refused = run("restore", str(file), "--data", str(data))
        assert "serves" in refused.stderr
        lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert all(line.keys() >= {"event", "level", "logger", "timestamp"} for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--certificate", "{folder}/tls.pem"), "go together"),
        (("--certificate", "{folder}/tls.key", "--key", "{folder}/tls.key"), "not a certificate"),
        (("--fido-url", "https://fido.example"), "--fido-key-file"),
        (
            (
                "--fido-url",
                "https://f.example",
                "--fido-service-id",
                "s",
                "--fido-key-file",
                "{folder}/tls.key",
            ),
            "64 hexadecimal",
        ),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    own_certificate(tmp_path)
    told = [argument.format(folder=tmp_path) for argument in arguments]
    outcome = run("serve", "--data", str(tmp_path / "data"), *told)
    assert (outcome.exit_code, said in " ".join(outcome.stderr.split())) == (2, True), outcome.stderr
    assert not (tmp_path / "data").exists()


def test_the_samples_name_options_that_there_are(tmp_path: Path) -> None:
    sample = PROJECT / "installer" / "central" / "central.toml"
    outcome = run("serve", "--data", str(tmp_path / "data"), "--config", str(sample), "--clock", "x")
    assert (outcome.exit_code, "only training" in outcome.stderr) == (2, True), outcome.stderr
