"""Files that are fetched: from a real https server, a folder and a real PostgreSQL."""

from __future__ import annotations

import os
import ssl
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import PermissionDenied

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.dataset import fetching
from holdfast.web.dataset.models import Arrival, Check, Pull
from holdfast.web.dataset.pulling import Asked, enqueue_due, make_pull, pull, switch_pull

from .conftest import ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings
    from tests.conftest import Database
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
JOB = Actor(None, "job", NOON)
MORE = ORDERS + "o3,c1,2026-05-03,1.00,refund\n"


class _Source(HTTPServer):
    """Answers with a text, as it is told."""

    text = MORE
    status = 200
    stated_length = 0
    seconds_between = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.asked: list[dict[str, str]] = []
        self.has_ended = Event()  # whoever answers slowly need not be waited for

    @property
    def url(self) -> str:
        return f"https://localhost:{self.server_port}/orders?month=5"

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up is what the tests are about."""


class _Answering(BaseHTTPRequestHandler):
    server: _Source

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))
        data = self.server.text.encode()
        self.send_response(self.server.status)
        self.send_header("Location", "https://169.254.169.254/latest/meta-data")
        self.send_header("Content-Length", str(self.server.stated_length or len(data)))
        self.end_headers()
        if not self.server.seconds_between:
            self.wfile.write(data)
        for sign in data if self.server.seconds_between else b"":
            self.wfile.write(bytes([sign]))
            if self.server.has_ended.wait(self.server.seconds_between):
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Silence."""


@pytest.fixture
def source(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[_Source]:
    """A real https server on this machine, with a certificate of its own that the tests trust."""
    pem = _certificate(tmp_path_factory.mktemp("tls"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server = _Source()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.WEBHOOKS_CA_FILE, settings.WEBHOOKS_MAY_REACH_LOOPBACK = str(pem), True
    yield server
    server.has_ended.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def exports(tmp_path_factory: pytest.TempPathFactory, shop: Path, settings: Settings) -> Path:
    """A folder from which files may be taken."""
    folder = tmp_path_factory.mktemp("exports")
    settings.DEPLOYMENT.variables[fetching.FOLDERS] = str(folder)
    return folder


def test_a_file_behind_an_address_takes_the_place_of_its_namesake(
    shop: Path, administrator: Actor, source: _Source
) -> None:
    row = _pull_of(administrator, source.url)

    pull(row.pk, JOB)
    pull(row.pk, JOB)

    row.refresh_from_db()
    assert (shop / "orders.csv").read_text() == MORE
    assert (row.error, row.pulled_at, row.size) == ("", NOON, len(MORE))
    assert Arrival.objects.filter(state="used").count() == 1
    assert Check.objects.count() == 1


def test_what_no_table_reads_waits_for_a_person_the_latest_alone(
    shop: Path, administrator: Actor, source: _Source
) -> None:
    row = _pull_of(administrator, source.url, name="visits.csv")

    pull(row.pk, JOB)
    source.text = ORDERS
    pull(row.pk, JOB)

    states = Arrival.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["dropped", "waiting"]
    assert not (shop / "visits.csv").exists()


def test_a_file_that_does_not_fit_leaves_the_last_good_one_and_says_why(
    shop: Path, administrator: Actor, source: _Source
) -> None:
    row = _pull_of(administrator, source.url)
    source.text = MORE.replace("12.50", "twelve")

    pull(row.pk, JOB)

    row.refresh_from_db()
    assert (shop / "orders.csv").read_text() == ORDERS
    assert "1 of 3 rows are not an amount" in row.error
    assert (row.tried_at, row.pulled_at) == (NOON, None)
    assert not Arrival.objects.filter(state="waiting").exists()
    assert list((shop / ".holdfast" / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("status", "length", "said"),
    [
        (302, 0, "redirect"),
        (307, 0, "redirect"),
        (404, 0, "answers 404"),
        (500, 0, "answers 500"),
        (200, 9_999, "broke off"),
    ],
)
def test_another_answer_leaves_the_last_good_file(  # noqa: PLR0913, PLR0917 - fixtures
    shop: Path, administrator: Actor, source: _Source, status: int, length: int, said: str
) -> None:
    row = _pull_of(administrator, source.url)
    source.status, source.stated_length = status, length

    pull(row.pk, JOB)

    row.refresh_from_db()
    assert said in row.error
    assert (shop / "orders.csv").read_text() == ORDERS
    assert row.due_at <= NOON + timedelta(minutes=15)


@pytest.mark.parametrize("seconds_between", [0.02, 5.0])
def test_a_host_that_is_too_slow_is_left(
    shop: Path,
    administrator: Actor,
    source: _Source,
    seconds_between: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "SECONDS_QUIET", 0.5)
    monkeypatch.setattr(fetching, "SECONDS_ALL", 1.0)
    source.seconds_between = seconds_between
    row = _pull_of(administrator, source.url)

    pull(row.pk, JOB)

    row.refresh_from_db()
    assert row.error != ""
    assert (shop / "orders.csv").read_text() == ORDERS


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "[::1]", "169.254.169.254", "localhost"])
def test_a_private_address_is_never_reached(
    shop: Path, administrator: Actor, source: _Source, settings: Settings, host: str
) -> None:
    settings.WEBHOOKS_MAY_REACH_LOOPBACK = False
    row = _pull_of(administrator, f"https://{host}:{source.server_port}/")

    pull(row.pk, JOB)

    row.refresh_from_db()
    assert "does not lead to a public address" in row.error
    assert source.asked == []


def test_a_value_of_the_environment_is_sent_and_shown_nowhere(  # noqa: PLR0913, PLR0917 - fixtures
    shop: Path,
    administrator: Actor,
    source: _Source,
    settings: Settings,
    as_: Callable[[Person | None], Client],
    staff: Staff,
) -> None:
    settings.DEPLOYMENT.variables[f"{fetching.HEADER}SHOP"] = "Bearer s3cr3t"
    row = _pull_of(administrator, source.url, header="SHOP")

    pull(row.pk, JOB)

    assert source.asked[0]["Authorization"] == "Bearer s3cr3t"
    assert "s3cr3t" not in as_(staff.alice).get("/data").content.decode()


def test_the_newest_file_that_fits_is_taken_from_a_folder(
    shop: Path, administrator: Actor, exports: Path
) -> None:
    (exports / "orders-04.csv").write_text(ORDERS)
    (exports / "orders-05.csv").write_text(MORE)
    os.utime(exports / "orders-04.csv", (1, 1))
    row = make_pull(administrator, Asked("folder", str(exports), "orders.csv", 60, what="orders-*.csv"))

    pull(row.pk, JOB)

    assert (shop / "orders.csv").read_text() == MORE


@pytest.mark.parametrize("folder", ["/etc", "{exports}/..", "{exports}-2", "{exports}/out", "exports", ""])
def test_no_folder_is_read_that_the_operator_did_not_allow(
    administrator: Actor, exports: Path, folder: str
) -> None:
    (exports / "out").symlink_to("/etc")
    asked = Asked("folder", folder.replace("{exports}", str(exports)), "orders.csv", 60, what="*.csv")

    with pytest.raises(InputError, match="may not be taken from there"):
        make_pull(administrator, asked)


def test_a_link_out_of_the_folder_and_a_pipe_are_not_read(
    shop: Path, administrator: Actor, exports: Path
) -> None:
    (exports / "orders-1.csv").symlink_to("/etc/hostname")
    os.mkfifo(exports / "orders-2.csv")
    row = make_pull(administrator, Asked("folder", str(exports), "orders.csv", 60, what="orders-*.csv"))

    pull(row.pk, JOB)

    row.refresh_from_db()
    assert "it is no plain file" in row.error
    assert (shop / "orders.csv").read_text() == ORDERS


def test_rows_of_a_query_are_taken_from_a_database_that_is_only_read(
    shop: Path, administrator: Actor, settings: Settings, postgres: Database
) -> None:
    postgres.execute(
        "CREATE TABLE sales (id int, who text, at timestamptz, net numeric(9, 2)); "
        "INSERT INTO sales VALUES (1, 'c1', '2026-03-01 10:00+02', 12.50), (2, 'c2', '2026-04-02', 7)"
    )
    settings.DEPLOYMENT.variables[f"{fetching.DATABASE}SHOP"] = postgres.url
    query = """SELECT id AS order_id, who AS customer_id, at AS ordered_at, net AS amount, 'sale' AS kind
        FROM sales;"""
    row = make_pull(administrator, Asked("database", "SHOP", "orders.csv", 60, what=query))

    pull(row.pk, JOB)

    row.refresh_from_db()
    assert row.error == ""
    assert (shop / "orders.csv").read_text() == (
        "order_id,customer_id,ordered_at,amount,kind\n"
        "1,c1,2026-03-01T08:00:00+00:00,12.5,sale\n2,c2,2026-04-02T00:00:00+00:00,7,sale\n"
    )


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE sales",
        "SELECT 1) AS x; DROP TABLE sales; SELECT * FROM (SELECT 1",
        "WITH gone AS (DELETE FROM sales RETURNING *) SELECT * FROM gone",
        "SELECT 1) TO PROGRAM 'touch /tmp/x' --",
        "SELECT nextval('one')",
    ],
)
def test_a_query_that_writes_is_refused(
    shop: Path, administrator: Actor, settings: Settings, postgres: Database, query: str
) -> None:
    postgres.execute("CREATE TABLE sales (id int); CREATE SEQUENCE one; INSERT INTO sales VALUES (1)")
    settings.DEPLOYMENT.variables[f"{fetching.DATABASE}SHOP"] = postgres.url
    row = make_pull(administrator, Asked("database", "SHOP", "orders.csv", 60, what=query))

    pull(row.pk, JOB)

    row.refresh_from_db()
    assert row.error != ""
    assert postgres.execute("SELECT COUNT(*) FROM sales") == [(1,)]


def test_a_pull_that_is_due_is_enqueued_once_and_one_that_rests_is_not(
    shop: Path, administrator: Actor
) -> None:
    row = _pull_of(administrator, "https://x.example/a.csv")
    later = NOON + timedelta(hours=2)

    counts = [enqueue_due(later), enqueue_due(later)]
    switch_pull(administrator, row, is_on=False)
    counts.append(enqueue_due(later + timedelta(days=9)))

    assert counts == [1, 0, 0]


def test_nobody_but_an_administrator_makes_a_pull(shop: Path, staff: Staff) -> None:
    with pytest.raises(PermissionDenied):
        _pull_of(Actor(staff.bob, "page", NOON), "https://x.example/a.csv")

    assert not Pull.objects.exists()


def test_the_page_makes_runs_rests_and_removes_a_pull(
    as_: Callable[[Person | None], Client], staff: Staff, shop: Path
) -> None:
    browser = as_(staff.alice)
    form = {"place": "https://x.example/orders.csv", "name": "orders.csv", "every": "60"}

    made = browser.post("/data/pulls/new/url", form, follow=True)
    twice = browser.post("/data/pulls/new/url", form)
    row = Pull.objects.get()
    acts = ("run", "switch", "remove")
    statuses = [browser.post(f"/data/pulls/{row.pk}/{act}").status_code for act in acts]

    assert "orders.csv is fetched now, and then every hour" in made.content.decode()
    assert (twice.status_code, statuses) == (422, [302, 302, 302])
    assert browser.post(f"/data/pulls/{row.pk}/run").status_code == 404
    assert b"No folder is allowed yet" in browser.get("/data/pulls/new/folder").content


def test_what_the_form_refuses_is_a_sentence(
    as_: Callable[[Person | None], Client], staff: Staff, shop: Path
) -> None:
    form = {"place": "http://x.example/orders.csv", "name": "orders.csv", "every": "60"}

    answer = as_(staff.alice).post("/data/pulls/new/url", form)

    assert answer.status_code == 422
    assert 'role="alert">The address: ' in answer.text


def _pull_of(actor: Actor, url: str, *, name: str = "orders.csv", header: str = "") -> Pull:
    return make_pull(actor, Asked("url", url, name, 1440, header=header))


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return path
