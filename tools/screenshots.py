"""Takes the pictures of the README and the tutorial from the demo company, in the browser that the tests use.

``make screenshots``: makes the company in a temporary folder, serves it, logs in as its people, and writes
``docs/images/*.png``. Those of the tutorial are taken while the test of a first quarter plays it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = Path(__file__).resolve().parent.parent / "docs" / "images"
HOLDFAST = (sys.executable, "-m", "holdfast")
WIDTH, HEIGHT = 1280, 800
TALL = 1160
"""For pages whose chart stands below the first screen."""
OKR = """Objective: Increase customer engagement & retention (paying accounts only)
1. Schedule 95% of new customer onboarding calls within 5 days signing
2. Complete 80% of customer onboarding calls within 10 days of signing
3. NPS (Net Promoter Score) up 50 over previous quarter"""
PATIENCE = 120.0


def main() -> None:
    """Write all pictures."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        company = Path(folder) / "company"
        subprocess.run(
            [*HOLDFAST, "demo-company", str(company), "--company", "Seed", "--seed", "7"], check=True
        )
        port = _free_port()
        command = [*HOLDFAST, "serve", "--demo", "--workspace", str(company), "--port", str(port)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            try:
                _take(f"http://127.0.0.1:{port}", _password(server))
            finally:
                server.send_signal(signal.SIGTERM)
    _play_the_tutorial(OUT / "tutorial")


def _play_the_tutorial(out: Path) -> None:
    out.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/browser/web/test_a_quarter.py"],
        check=True,
        cwd=OUT.parent.parent,
        env=os.environ | {"HOLDFAST_PICTURES": str(out)},
    )


def _take(address: str, password: str) -> None:
    _wait(f"{address}/ready")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        _front(browser, address)
        page = _logged_in(browser, address, "ada", password)
        _wait_for_forecasts(page, f"{address}/quarter")
        for name, path, height in (
            ("quarter", "/quarter", HEIGHT),
            ("objective", "/objectives/2", HEIGHT),
            ("key-result", "/key-results/3", TALL),
            ("alignment", "/alignment", HEIGHT),
        ):
            _shoot(page, f"{address}{path}", name, height=height)
        _shoot(_logged_in(browser, address, "ben", password), f"{address}/check-ins", "check-ins")
        dark = _logged_in(browser, address, "ada", password, scheme="dark")
        _shoot(dark, f"{address}/metrics/retention_rate", "metric-dark", height=TALL)
        browser.close()


def _front(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(address)
    page.fill("textarea >> nth=0", OKR)
    page.get_by_text("The one thing", exact=True).first.wait_for()
    page.screenshot(path=OUT / "front.png")
    print("front")


def _logged_in(browser: Browser, address: str, name: str, password: str, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
    )
    page = context.new_page()
    page.goto(f"{address}/log-in")
    page.get_by_label(re.compile("mail", re.IGNORECASE)).first.fill(f"{name}@demo.example")
    page.locator("input[type=password]").fill(password)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(re.compile("quarter"))
    return page


def _shoot(page: Page, address: str, name: str, *, height: int = HEIGHT) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.goto(address)
    # A chart may still be drawn by the worker; the page asks for it until it is there.
    if page.locator(".drawing").count():
        page.wait_for_selector(".drawing svg", timeout=PATIENCE * 1000)
        # What stands beside it was made before: its legend names what the chart had then.
        page.goto(address)
    page.screenshot(path=OUT / f"{name}.png")
    print(name)


def _wait_for_forecasts(page: Page, address: str) -> None:
    """The worker forecasts after it has measured; pages show it when they are loaded anew."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page.goto(address)
        if page.get_by_text(re.compile("in 100$")).count():
            return
        time.sleep(1)
    raise RuntimeError("the worker has forecast nothing in time")


def _password(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None  # noqa: S101 - it was asked for
    for line in server.stdout:
        found = re.search(r"ada@demo\.example\s+(\S+)", line)
        if found:
            return found[1]
    raise RuntimeError("the server ended before it said a password")


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"{address} was not ready in time")


def _chromium() -> str:
    found = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("no Chromium: type make browser")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
