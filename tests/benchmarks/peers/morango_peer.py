"""morango (Kolibri's sync) as a smallest Django project: a server, and a client that pushes to it.

It runs in the environment that `installed.py` makes: `morango_peer.py server FOLDER PORT` serves a
SQLite database in the folder, `morango_peer.py client FOLDER URL` does what it is told (`answering.py`):
`["add", FILE, FROM, MANY]` keeps lines of a file as records, `["sync"]` pushes what is new, as Kolibri does,
and `["pauses", false]` leaves out the pauses between its polls from then on.
"""

# mypy: disable-error-code="import-not-found,misc"
# What it imports is in an environment of its own.

import json
import sys
import time
from itertools import islice
from pathlib import Path

import django
from answering import answer, count_bytes, timed
from django.conf import settings

_PROFILE, _SCOPE = "bench", "office"


def _set_up(database: Path) -> None:
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(database),
                "OPTIONS": {"timeout": 60},
            }
        },
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "morango", "morango_records"],
        ROOT_URLCONF="morango.urls",
        SECRET_KEY="of a benchmark",
        ALLOWED_HOSTS=["*"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        MORANGO_INSTANCE_INFO={},
        REST_FRAMEWORK={"UNAUTHENTICATED_USER": None},
    )
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from morango.models.certificates import ScopeDefinition

    if not database.exists():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode = WAL")  # as Kolibri has it
        call_command("migrate", run_syncdb=True, verbosity=0)
        ScopeDefinition.objects.create(
            id=_SCOPE,
            profile=_PROFILE,
            version=1,
            primary_scope_param_key="office",
            description="",
            read_filter_template="",
            write_filter_template="",
            read_write_filter_template="${office}",
        )


def serve(folder: Path, port: int) -> None:
    """Serve on the port, as Kolibri does it, after leaving the client a certificate of its own."""
    _set_up(folder / "server.sqlite3")
    from cheroot.wsgi import Server
    from django.core.wsgi import get_wsgi_application

    _make_certificates(folder / "certificates.json")
    Server(("127.0.0.1", port), get_wsgi_application(), numthreads=10).safe_start()


def _make_certificates(file: Path) -> None:
    from morango.models.certificates import Certificate, Key

    root = Certificate.generate_root_certificate(_SCOPE)
    key = Key()
    client = Certificate(
        parent=root,
        profile=_PROFILE,
        scope_definition_id=_SCOPE,
        scope_version=1,
        scope_params=root.scope_params,
        public_key=Key(public_key_string=key.get_public_key_string()),
        salt="client",
    )
    client.id = client.calculate_uuid()
    root.sign_certificate(client)
    client.save()
    chain = [{"serialized": one.serialized, "signature": one.signature} for one in (root, client)]
    file.write_text(json.dumps({"chain": chain, "key": key.get_private_key_string()}))


class Client:
    """The pushing side."""

    def __init__(self, folder: Path, url: str) -> None:
        _set_up(folder / "client.sqlite3")
        from morango.models.certificates import Certificate, Key
        from morango.sync.controller import MorangoProfileController

        told = json.loads((folder / "certificates.json").read_text())
        self._root, self._own = (Certificate.deserialize(**one) for one in told["chain"])
        if not Certificate.objects.exists():
            self._root.save()
            self._own.private_key = Key(private_key_string=told["key"])
            self._own.save()
        self._root, self._own = (Certificate.objects.get(id=one.id) for one in (self._root, self._own))
        self._controller, self._url = MorangoProfileController(_PROFILE), url

    def add(self, file: str, begin: int, many: int) -> dict[str, int]:
        """Keep lines of a file as records."""
        from django.db import transaction
        from morango_records.models import Record

        with Path(file).open(encoding="utf-8") as lines, transaction.atomic():
            for line in islice(lines, begin, begin + many):
                Record(office=self._root.id, envelope=line).save()
        return {"added": many}

    def sync(self) -> dict[str, object]:
        """One push, as Kolibri does it: connect, open a session, push, close."""
        from morango.models.certificates import Filter

        connection = self._controller.create_network_connection(self._url)
        session = connection.create_sync_session(self._own, self._root)
        push = session.get_push_client()
        push.initialize(Filter(self._root.id))
        sent = push.context.transfer_session.records_total
        push.run()
        push.finalize()
        connection.close_sync_session(session.sync_session)
        connection.close()
        return {"sent": sent, "failure": None}


def pauses(wanted: bool) -> dict[str, bool]:
    """Whether it waits between two polls, as it does by itself."""
    from morango.sync import controller

    controller.sleep = time.sleep if wanted else lambda _seconds: None
    return {"pauses": wanted}


if __name__ == "__main__":
    role, place, last = sys.argv[1:]
    if role == "server":
        serve(Path(place), int(last))
    else:
        count_bytes()
        peer = Client(Path(place), last)
        answer({"add": peer.add, "sync": lambda: timed(peer.sync), "pauses": pauses})
