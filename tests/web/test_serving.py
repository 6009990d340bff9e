"""`holdfast serve` as a process: what it makes first, and that nothing of it stays once it has ended."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from holdfast.errors import InputError
from holdfast.web.environment import deployment
from holdfast.web.serving import listen, public_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAM = [sys.executable, "-c", "from holdfast.cli.main import main; main()"]
WORKSPACE = '[company]\nname = "Acme"\ntime_zone = "UTC"\n[tables.customers]\nfiles = "customers.csv"\n'


def _environment(**more: str) -> dict[str, str]:
    inherited = {"PATH", "PYTHONPATH", "HOME", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name in inherited} | more  # noqa: TID251


def _folder(at: Path) -> Path:
    at.mkdir()
    (at / "holdfast.toml").write_text(WORKSPACE)
    (at / "customers.csv").write_text("customer_id,signed_at\na,2026-01-02\n")
    return at


def _until(truth: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
    """Waits as long as a loaded machine may need; a test that holds ends at once."""
    last = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < last, what
        time.sleep(0.05)


def _started(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, "serve", *map(str, arguments)],
        env=_environment(**environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _descendants(pid: int) -> list[int]:
    """All processes below one, from the numbers of their parents."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Running:
    """A served workspace: the process of the command, those below it, and where it answers."""

    process: subprocess.Popen[str]
    below: list[int]
    url: str

    def status(self, path: str) -> int:
        try:
            with urlopen(self.url + path, timeout=30) as answer:  # noqa: S310 - our own
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except (URLError, OSError):
            return 0

    def count(self, route: str) -> float:
        """Requests to a route, as Prometheus is told."""
        with urlopen(self.url + "/prometheus", timeout=30) as answer:  # noqa: S310 - our own
            text = answer.read().decode()
        found = re.search(rf'^holdfast_request_seconds_count{{route="{route}"}} (\S+)$', text, re.MULTILINE)
        return float(found[1]) if found else 0.0


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace that two processes made ready at once, and what they said."""
    folder = _folder(tmp_path_factory.mktemp("served") / "work")
    asked = ("--workspace", folder, "--prepare-only")
    both = [_started(*asked, HOLDFAST_ADMINISTRATOR="ann@x.example") for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    return folder, "".join(out for out, _ in said)


@contextmanager
def _running(folder: Path, *arguments: object, **environment: str) -> Iterator[Running]:
    process = _started("--workspace", folder, "--port", 0, "--stop-within", 5, *arguments, **environment)
    try:
        said = ""
        while "Holdfast is at" not in said:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            said += line
        found = re.search(r"http://\S+", said.rpartition("Holdfast is at")[2])
        assert found is not None
        running = Running(process, [], found[0])
        _until(lambda: running.status("/ready") == 200, "web and worker are up")
        yield Running(process, _descendants(process.pid), running.url)
    finally:
        for pid in (*_descendants(process.pid), process.pid):
            if _lives(pid):
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=60)


def test_the_first_administrator_s_password_lies_in_a_file_of_its_owner_alone_and_not_in_what_a_journal_keeps(
    prepared: tuple[Path, str],
) -> None:
    folder, said = prepared
    file = folder / ".holdfast" / "first_password"

    assert said.count("Made the first administrator: ann@x.example") == 1
    assert str(file) in said
    assert len(file.read_text().strip()) >= 12
    assert file.read_text().strip() not in said
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_signal_ends_everything_within_the_bound(prepared: tuple[Path, str]) -> None:
    with _running(prepared[0], "--web-processes", 2) as running:
        assert len(running.below) >= 4
        # Twenty more, whichever process answered them, are all told by whichever is asked.
        before = running.count("health")
        assert [running.status("/health") for _ in range(20)] == [200] * 20
        assert running.count("health") == before + 20

        running.process.send_signal(signal.SIGTERM)

        assert running.process.wait(timeout=30) == 0
        assert [pid for pid in running.below if _lives(pid)] == []


@pytest.mark.slow
def test_whoever_sends_far_too_much_reads_that_it_was_too_much_and_the_connection_goes_on(
    prepared: tuple[Path, str],
) -> None:
    body = b"text=" + b"x" * 20_000_000
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    with _running(prepared[0], "--web-processes", 1) as running:
        connection = HTTPConnection(running.url.removeprefix("http://"), timeout=60)
        connection.request("GET", "/log-in")
        first = connection.getresponse()
        cookie = {"Cookie": first.headers["Set-Cookie"].partition(";")[0]}
        first.read()
        connection.request("POST", "/log-in", body, form | cookie)
        form_refused = connection.getresponse()
        page = form_refused.read().decode()
        connection.request("POST", "/", body, form)
        paste_refused = connection.getresponse()
        said = paste_refused.read().decode()
        connection.request("GET", "/health")
        health = connection.getresponse().status
        connection.close()

    assert (form_refused.status, paste_refused.status, health) == (413, 413, 200)
    assert "That is too much at once" in page
    assert "Go back and send less of it at once" in page
    assert "That is too much at once. Paste at most" in said


@pytest.mark.slow
def test_a_kill_of_the_command_leaves_nothing_running(prepared: tuple[Path, str]) -> None:
    with _running(prepared[0], "--web-processes", 1) as running:
        running.process.kill()
        running.process.wait(timeout=10)

        _until(lambda: not any(_lives(pid) for pid in running.below), "all have ended", seconds=30)


def test_a_web_process_has_loaded_every_page_before_it_takes_a_request(prepared: tuple[Path, str]) -> None:
    program = """if True:
        import sys
        import holdfast.web.wsgi
        before = set(sys.modules)
        from django.test import Client
        print(Client().get("/health", HTTP_HOST="127.0.0.1").status_code)
        print(*sorted(one for one in set(sys.modules) - before if one.startswith("holdfast.web")))
    """
    environment = _environment(
        HOLDFAST_WORKSPACE=str(prepared[0]),
        HOLDFAST_URL="http://127.0.0.1",
        DJANGO_SETTINGS_MODULE="holdfast.web.settings",
    )

    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ran.stdout.split() == ["200"], ran.stderr


def test_a_taken_port_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "work")

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = _started("--workspace", folder, "--port", port)
        _, errors = process.communicate(timeout=60)

    assert process.returncode == 2
    assert f"127.0.0.1:{port}" in errors
    assert f"--port {port + 1}" in errors
    assert not (folder / ".holdfast").exists()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 - no address to listen at
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("okr.example.com", "http://okr.example.com:8000"),
    ],
)
def test_the_address_that_is_told_is_one_that_a_browser_can_open(host: str, url: str) -> None:
    assert public_url(host, 8000) == url
    assert deployment({"HOLDFAST_URL": url}).host in {host, "127.0.0.1", "[::1]"}


def test_a_host_that_is_not_this_machine_s_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be listened at"):
        listen("192.0.2.1", 0)


STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
SUPERVISED = """
import sys
from holdfast.web import supervising
supervising._started = lambda *_: [supervising.Child("x", [sys.executable, "-c", sys.argv[1]], {}, None)]
supervising._PAUSES, supervising._LONGER = (0.1,), 0.2
supervising.run(supervising.Plan(patience=0.3), None, {})
print("ended", flush=True)
"""


def _supervised(child: str, *under: str) -> subprocess.Popen[str]:
    command = [*under, sys.executable, "-c", SUPERVISED, child]
    return subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, text=True)


def test_what_does_not_heed_the_signal_is_killed_after_the_bound() -> None:
    process = _supervised(STUBBORN)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    began = time.monotonic()

    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=30)

    assert said == "ended\n"
    assert time.monotonic() - began < 20


def test_a_second_signal_does_not_wait_for_the_bound() -> None:
    process = _supervised(STUBBORN)
    assert process.stdout is not None
    process.stdout.readline()

    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)

    assert process.communicate(timeout=30)[0] == "ended\n"


def test_a_terminal_that_closes_ends_it_unless_nohup_says_not_to() -> None:
    plain, kept = _supervised(STUBBORN), _supervised(STUBBORN, "nohup")
    for process in (plain, kept):
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)

    assert plain.communicate(timeout=30)[0] == "ended\n"
    assert kept.poll() is None
    kept.send_signal(signal.SIGTERM)
    assert kept.communicate(timeout=30)[0] == "ended\n"


def test_a_process_that_died_is_started_again() -> None:
    process = _supervised("print('up', flush=True)")
    assert process.stdout is not None

    said = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)

    assert said == ["up\n"] * 3


def test_a_worker_whose_job_hangs_ends_after_its_patience(tmp_path: Path) -> None:
    hanging = (
        "import time, holdfast.web.worker as w, holdfast.web.serving as s; s.set_up();"
        "from holdfast.web.jobs.working import Working;"
        "Working.run = lambda _: (print('up', flush=True), time.sleep(600)); w.main(0.3)"
    )
    environment = _environment(HOLDFAST_WORKSPACE=str(tmp_path))
    process = subprocess.Popen(
        [sys.executable, "-c", hanging], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"

    process.send_signal(signal.SIGTERM)

    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGALRM
