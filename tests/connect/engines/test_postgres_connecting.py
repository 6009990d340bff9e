"""Getting a connection: what refuses, what is down, and what may be tried again. No secret is ever shown."""

from __future__ import annotations

import logging
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.connect.engines.address import Address
from holdfast.connect.engines.postgres import PostgresEngine
from holdfast.connect.engines.postgres_errors import ConnectionLostError
from holdfast.connect.engines.retrying import Retry
from holdfast.errors import HoldfastError, InputError, RefusedError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Database

ONCE = Retry(attempts=1)


class Relay:
    """A TCP port of this machine that passes on to the server's socket, until it is closed."""

    def __init__(self, folder: str) -> None:
        self._target = f"{folder}/.s.PGSQL.5432"
        self._open: list[socket.socket] = []
        self._port = 0
        self.start()

    def url(self, database: Database, *, port: int | None = None) -> str:
        return f"postgresql://postgres@127.0.0.1:{port or self._port}/{database.name}"

    def start(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def close(self) -> None:
        """Nobody comes in any more, and who is in is cut off; a second call does nothing."""
        if not self._thread.is_alive():
            return
        with socket.socket() as waker:
            self._is_closing = True
            waker.connect(("127.0.0.1", self._port))
        self._thread.join()
        self._listener.close()
        for one in self._open:
            one.close()
        self._open.clear()

    def _accept(self) -> None:
        self._is_closing = False
        while True:
            near, _ = self._listener.accept()
            if self._is_closing:
                near.close()
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._target)
            self._open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=_pass_on, args=(source, sink), daemon=True).start()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.fixture
def relay(postgres_socket: str) -> Iterator[Relay]:
    opened = Relay(postgres_socket)
    yield opened
    opened.close()


def test_a_wrong_password_is_refused_and_of_no_use_to_try_again(postgres: Database) -> None:
    postgres.user("reader", "hunter2")
    slept: list[float] = []

    with pytest.raises(RefusedError, match='password authentication failed for user "reader"') as caught:
        PostgresEngine(postgres.url_of("reader", "hunter3"), retry=Retry(sleep=slept.append))

    assert (caught.value.may_retry, slept) == (False, [])


def test_a_database_or_user_that_does_not_exist_is_refused(postgres: Database) -> None:
    with pytest.raises(RefusedError, match='database "none" does not exist'):
        PostgresEngine(postgres.url_of("postgres", name="none"))
    with pytest.raises(RefusedError, match="authentication failed"):
        PostgresEngine(postgres.url_of("nobody", "x"))


def test_a_port_where_nobody_listens_is_tried_again_with_growing_pauses(
    postgres: Database, relay: Relay
) -> None:
    slept: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        free = reserved.getsockname()[1]

    with pytest.raises(ConnectionLostError, match="Connection refused") as caught:
        PostgresEngine(relay.url(postgres, port=free), retry=Retry(sleep=slept.append))

    assert caught.value.may_retry
    assert slept == [0.25, 1.0]
    assert f"postgres@127.0.0.1:{free}/{postgres.name}" in str(caught.value)


def test_a_host_that_does_not_exist_is_said(postgres: Database) -> None:
    with pytest.raises(SourceError, match="Check the host's name and the network"):
        PostgresEngine("postgresql://a@nowhere.invalid/b", retry=ONCE)


def test_a_server_that_comes_up_while_we_wait_is_used(postgres: Database, relay: Relay) -> None:
    relay.close()

    with PostgresEngine(relay.url(postgres), retry=Retry(sleep=lambda _: relay.start())) as engine:
        assert engine.rows("SELECT 1") == [(1,)]


def test_a_database_that_goes_down_is_a_source_error_until_it_is_back(
    postgres: Database, relay: Relay
) -> None:
    with PostgresEngine(relay.url(postgres), retry=Retry(attempts=2, first_pause=0)) as engine:
        assert engine.rows("SELECT 1") == [(1,)]
        relay.close()

        with pytest.raises(ConnectionLostError) as caught:
            engine.rows("SELECT 1")
        assert caught.value.may_retry

        relay.start()
        assert engine.rows("SELECT 1") == [(1,)]


def test_more_connections_than_a_role_may_have_is_an_error_that_passes(postgres: Database) -> None:
    url = postgres.user("reader", "hunter2")
    postgres.execute("ALTER ROLE reader CONNECTION LIMIT 1")

    with PostgresEngine(url), pytest.raises(ConnectionLostError, match="too many connections") as caught:
        PostgresEngine(url, retry=ONCE)

    assert caught.value.may_retry


def test_the_user_of_a_standby_needs_the_right_to_read_alone(postgres: Database) -> None:
    postgres.execute(
        "CREATE SCHEMA crm; CREATE TABLE crm.accounts (id int); CREATE ROLE reader LOGIN PASSWORD 'x'"
    )
    postgres.execute("GRANT USAGE ON SCHEMA crm TO reader; GRANT SELECT ON crm.accounts TO reader")
    postgres.execute(f"REVOKE TEMP ON DATABASE {postgres.name} FROM PUBLIC")
    postgres.execute(f"ALTER DATABASE {postgres.name} SET default_transaction_read_only = on")

    with PostgresEngine(postgres.url_of("reader", "x")) as engine:
        assert engine.rows("SELECT COUNT(*) FROM crm.accounts") == [(0,)]


INTERRUPTED = """
import sys, threading
from holdfast.connect.engines.postgres import PostgresEngine
with PostgresEngine(sys.argv[1]) as engine:
    try:
        print("asking", flush=True)
        engine.rows("SELECT pg_sleep(60)")
    except KeyboardInterrupt:
        print("stopped", engine.rows("SELECT 1"), flush=True)
"""


def test_control_c_cancels_the_query_on_the_server(postgres: Database) -> None:
    sleeping = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, postgres.url], stdout=subprocess.PIPE, text=True
    )
    begun = time.monotonic()
    while postgres.execute(sleeping) != [(1,)] and time.monotonic() < begun + 30:
        time.sleep(0.05)

    program.send_signal(signal.SIGINT)
    out, _ = program.communicate(timeout=30)

    assert out == "asking\nstopped [(1,)]\n"
    assert postgres.execute(sleeping) == [(0,)]


# Parts by which a password is known wherever a piece of it shows, and all that stands between them.
PARTS = ("zq7x", "wv8k", "jy9m")
SIGNS = "@/:?#&=%+ ;,[]()\\'\"$!~{}é"
PASSWORDS = st.tuples(st.text(SIGNS, max_size=3), st.text(SIGNS, max_size=3)).map(
    lambda between: PARTS[0] + between[0] + PARTS[1] + between[1] + PARTS[2]
)


def shown(url: str) -> str:
    """All that a person or a log could see of an attempt to connect."""
    seen = []
    try:
        address = Address(url)
        seen += [repr(address), str(address), address.shown]
        with PostgresEngine(address, retry=ONCE) as engine:
            seen.append(repr(engine))
            engine.rows("SELECT nothing")
    except HoldfastError as error:
        chained: BaseException | None = error
        while chained is not None:
            seen += [repr(chained), str(chained), repr(chained.args)]
            chained = chained.__context__ or chained.__cause__
        seen.append(traceback.format_exc())
    return "\n".join(seen)


@given(password=PASSWORDS, tail=st.sampled_from(["@127.0.0.1:1/db", "@127.0.0.1/db?port=1", "@:1"]))
def test_no_part_of_a_password_shows_also_where_its_signs_are_not_escaped(password: str, tail: str) -> None:
    seen = shown(f"postgresql://me:{password}{tail}")

    assert [part for part in PARTS if part in seen] == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(password=PASSWORDS)
def test_a_password_of_any_signs_works_where_they_are_escaped_and_never_shows(
    postgres: Database, caplog: pytest.LogCaptureFixture, password: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        postgres.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN")
        escaped = password.replace("'", "''")
        postgres.execute(f"ALTER ROLE reader PASSWORD '{escaped}'")

        good = shown(postgres.url_of("reader", password))
        bad = shown(postgres.url_of("reader", password + "no"))

    assert "column &quot;nothing&quot;".replace("&quot;", '"') in good
    assert "password authentication failed" in bad
    assert [part for part in PARTS if part in good + bad + caplog.text] == []


def test_an_address_is_not_written_where_others_could_read_it() -> None:
    with pytest.raises(TypeError, match="may hold a password"):
        pickle.dumps(Address("postgresql://me:hunter2@db/crm"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://me@db/crm", "it is no URL of a PostgreSQL database"),
        ("postgresql+psycopg://me@db/crm", "it is no URL of a PostgreSQL database"),
        ("host=db password=hunter2", "it is no URL of a PostgreSQL database"),
        (
            "postgresql://me:hun@ter2@db/crm",
            "it is no URL of a PostgreSQL database; an @ within a name or password is written %40",
        ),
        ("postgresql://me:hun/ter2@db/crm", "it is no URL of a PostgreSQL database; an @ within a name"),
        ("postgresql://me:hunter2%@db/crm", "it has a % that begins no escape"),
        ("postgresql://db:port/crm", "what follows the host's colon is no port"),
        ("postgresql://db/crm?sslmode", "what follows its ? is not key=value"),
        ("", "it is no URL of a PostgreSQL database"),
    ],
)
def test_what_is_no_address_is_refused_with_what_is_wrong_and_without_its_text(url: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        Address(url, origin="HOLDFAST_DATABASE_URL")

    assert str(caught.value).startswith(f"HOLDFAST_DATABASE_URL: {said}")
    assert "hun" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown_as"),
    [
        ("postgres://me:x@db.example.com:6432/crm", "me@db.example.com:6432/crm"),
        ("postgresql://db/crm?user=me&password=x", "me@db/crm"),
        ("postgresql:///crm?host=%2Frun%2Fpg&port=5433", "/run/pg:5433/crm"),
        ("postgresql://me@[::1]:5432,other:1/crm", "me@[::1]:5432,other:1/crm"),
        ("postgresql://", "localhost/"),
    ],
)
def test_an_address_is_shown_as_who_where_and_what(url: str, shown_as: str) -> None:
    assert str(Address(url)) == shown_as
