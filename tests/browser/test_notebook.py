"""A review in a notebook reads on the notebook's own ground, light or dark, wide or narrow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.report.notebook import review_notebook
from holdfast.review.run import review_okr

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
OKR = f"""Objective: Increase customer engagement & retention (paying accounts only)
Key results:
1. Schedule 95% of new customer onboarding calls within 5 days signing
2. Undertake monthly review call with all accounts over $1m
3. {"unbroken" * 20} 90% رضا العملاء 🚀

??? 5
"""
GROUNDS = {"light": ("#ffffff", "#111111"), "dark": ("#111111", "#e6e6e6")}


@pytest.fixture(params=GROUNDS)
def notebook(page: Page, request: pytest.FixtureRequest) -> Page:
    ground, ink = GROUNDS[request.param]
    cell = review_notebook(review_okr(OKR))
    body = f'<body style="margin:0;padding:8px;background:{ground};color:{ink}">{cell}</body>'
    page.set_content(f"<!doctype html><meta charset=utf-8>{body}")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    return page


def test_every_text_stands_out_from_the_notebook_s_ground(notebook: Page) -> None:
    assert notebook.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_cell(notebook: Page, width: int) -> None:
    notebook.set_viewport_size({"width": width, "height": 800})

    assert notebook.evaluate("document.documentElement.scrollWidth") == width


def test_the_lines_of_findings_stand_out_from_the_ground(notebook: Page) -> None:
    low = notebook.evaluate(
        """() => {
          const light = (colour) => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => (c /= 255) <= 0.04045
              ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = light(getComputedStyle(document.body).backgroundColor);
          return [...document.querySelectorAll('.finding, .lead')].map(e => {
            const ink = light(getComputedStyle(e).borderInlineStartColor);
            return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
          }).filter(ratio => ratio < 3);
        }"""
    )

    assert low == []
