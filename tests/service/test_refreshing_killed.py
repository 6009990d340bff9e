"""A refresh that is killed leaves of each metric what was kept, or what it would have left: never half."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

METRICS = ("repeat_purchase_rate", "active_customers", "first_response_time", "logo_churn", "nrr")
# Calls of the store and of what it writes with are counted; at the last one the process is killed.
PROGRAM = """
import os, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
from holdfast.service.refreshing import refresh_workspace
from holdfast.service.workspace import open_workspace

folder, as_of, last, *metrics = sys.argv[1:]
seen = 0

def count(frame, event, called):
    global seen
    if event in {"c_call", "c_return"} and os.sep + "store" + os.sep in frame.f_code.co_filename:
        if getattr(called, "__name__", "") in {"execute", "executemany", "__exit__", "close"}:
            seen += 1
            if seen == int(last):
                os.kill(os.getpid(), signal.SIGKILL)
    if event == "call" and frame.f_code.co_name in {"replace", "keep_only", "write", "make"}:
        if "pathlib" in frame.f_code.co_filename or os.sep + "store" + os.sep in frame.f_code.co_filename:
            seen += 1
            if seen == int(last):
                os.kill(os.getpid(), signal.SIGKILL)

with open_workspace(Path(folder), as_of=date.fromisoformat(as_of)) as workspace:
    sys.setprofile(count)
    done = refresh_workspace(workspace, recorded_at=datetime(2024, 7, 1, tzinfo=UTC), metrics=metrics)
    sys.setprofile(None)
assert not [one for one in done if one.error], done
print(seen)
"""


def _workspace(folder: Path) -> Path:
    folder.mkdir()
    customers = "".join(f"c{n},2024-01-0{n},{'large' if n % 2 else 'small'}\n" for n in range(1, 7))
    orders = "".join(
        f"o{n},c{1 + n * 5 % 6},2024-0{1 + n % 6}-{1 + n * 7 % 28:02},900,EUR,sale\n" for n in range(40)
    )
    events = "".join(f"c{1 + n * 5 % 6},login,2024-0{1 + n % 6}-{1 + n * 11 % 28:02}\n" for n in range(60))
    tickets = "".join(
        f"t{n},c{1 + n * 5 % 6},2024-0{1 + n % 6}-{1 + n * 3 % 27:02} 08:00,"
        f"2024-0{1 + n % 6}-{1 + n * 3 % 27:02} {9 + n % 9:02}:10,0\n"
        for n in range(30)
    )
    spans = "".join(
        f"s{n},c{1 + n * 5 % 6},2024-0{1 + n % 6}-{1 + n * 7 % 28:02},"
        f"{f'2024-0{2 + n % 5}-{1 + n * 11 % 28:02}' if n % 3 else ''},active,1,{500 + 100 * (n % 3)},EUR\n"
        for n in range(20)
    )
    texts = {
        "customers": f"customer_id,signed_at,size\n{customers}",
        "orders": f"order_id,customer_id,ordered_at,amount_minor,currency,kind\n{orders}",
        "events": f"customer_id,name,occurred_at\n{events}",
        "subscriptions": "subscription_id,customer_id,started_at,ended_at,state,interval_months,amount_minor,"
        f"currency\n{spans}",
        "tickets": f"ticket_id,customer_id,opened_at,first_public_reply_at,reopened\n{tickets}",
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    sections = "".join(f'[tables.{name}]\nfiles = "{name}.csv"\n' for name in texts)
    (folder / "holdfast.toml").write_text(
        f'[company]\nname = "Acme"\ntime_zone = "Europe/Berlin"\n{sections}'
    )
    return folder


def _refresh(folder: Path, as_of: str, *, killed_at: int = 0) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", PROGRAM, str(folder), as_of, str(killed_at), *METRICS]
    return subprocess.run(program, capture_output=True, text=True, check=False, timeout=300)


def _kept(folder: Path) -> dict[str, Any]:
    """All that is kept of each metric, the names of files aside; every file that is named is there."""
    found: dict[str, Any] = {}
    with sqlite3.connect(folder / ".holdfast" / "partials.sqlite") as connection:
        for metric in METRICS:
            families = connection.execute(
                "SELECT family, as_of, data_start, frozen_until, file FROM families WHERE metric = ?",
                (metric,),
            ).fetchall()
            assert all((folder / ".holdfast" / row[-1]).is_file() for row in families if row[-1])
            days = connection.execute(
                "SELECT days.* FROM days JOIN families USING (family) WHERE metric = ?", (metric,)
            ).fetchall()
            revisions = connection.execute("SELECT * FROM revisions WHERE metric = ?", (metric,)).fetchall()
            found[metric] = (sorted(row[:-1] for row in families), sorted(days, key=repr), sorted(revisions))
    connection.close()
    return found


def test_a_refresh_killed_anywhere_leaves_the_old_counts_or_the_new_ones(tmp_path: Path) -> None:
    first = _workspace(tmp_path / "first")
    begun = _refresh(first, "2024-05-20")
    assert begun.returncode == 0, begun.stderr
    old = _kept(first)
    whole = shutil.copytree(first, tmp_path / "whole")
    done = _refresh(whole, "2024-06-25")
    assert done.returncode == 0, done.stderr
    new, calls = _kept(whole), int(done.stdout)

    for step in (3, 6, 8, 9, 10):
        folder = shutil.copytree(first, tmp_path / f"killed-{step}")
        assert _refresh(folder, "2024-06-25", killed_at=calls * step // 10).returncode == -signal.SIGKILL

        left = _kept(folder)

        assert [name for name in METRICS if left[name] not in (old[name], new[name])] == []
        assert old != new

    assert _refresh(folder, "2024-06-25").returncode == 0
    # Of periods that rest by then, what was counted is let go: the recorded values are the same.
    again = _kept(folder)
    assert {name: again[name][2] for name in METRICS} == {name: new[name][2] for name in METRICS}
    assert not list((folder / ".holdfast").glob("*.tmp"))
