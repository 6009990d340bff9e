"""A workspace's own metrics and segments: they measure, and a mistake is said with its line and a way out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.metrics import measure
from holdfast.service.check import check_workspace
from holdfast.service.figures import latest_by_segment, measured_series
from holdfast.service.measuring import measure_metric, notes_on, request_for
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """[company]
name = "Acme"
time_zone = "Europe/Berlin"
[data]
as_of = 2024-06-01
[tables.customers]
files = "customers.csv"
[tables.events]
files = "events.csv"
[tables.orders]
files = "orders.csv"
"""
REPORTS = """
[metrics.reports_shared]
form = "share"
title = "Pro teams that shared two reports within n days"
better = "up"
population = { table = "customers", at = "signed_at", where = "plan = 'pro' and seats >= 5" }
outcome = { table = "events", at = "occurred_at", where = "name = 'report_shared'", count = 2 }
window = { days = 14 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "customers.csv").write_text(
        "customer_id,signed_at,plan,seats\n"
        "a,2024-01-05,pro,50\nb,2024-01-05,pro,5\nc,2024-01-06,pro,4\nd,2024-01-07,free,9\ne,2024-01-08,pro,\n"
        "f,2024-05-30,pro,7.0\n"
    )
    # a: two reports in time, the earliest of all before it signed; b: the second on the fifteenth day.
    (tmp_path / "events.csv").write_text(
        "customer_id,name,occurred_at\n"
        "a,report_shared,2024-01-01\na,report_shared,2024-01-05 12:00\na,report_shared,2024-01-19 22:59:59\n"
        "b,report_shared,2024-01-06\nb,report_shared,2024-01-20\nb,login,2024-01-07\n"
    )
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,ordered_at,amount_minor,kind\n"
        "1,a,2024-01-05,1000,sale\n2,a,2024-01-09,300,refund\n3,b,2024-01-31 23:30,500,sale\n"
        "4,,2024-01-10,50,sale\n5,a,2024-02-01,9,sale\n"
    )
    return tmp_path


def write(folder: Path, *parts: str) -> Path:
    (folder / "holdfast.toml").write_text(HEAD + "".join(parts))
    return folder


def test_an_own_metric_is_measured_like_any_other(folder: Path) -> None:
    with open_workspace(write(folder, REPORTS)) as workspace:
        january = measure_metric(workspace, "reports_shared", start=date(2024, 1, 1), end=date(2024, 2, 1))
        may = measure_metric(workspace, "reports_shared", start=date(2024, 5, 1))
        longer = measure_metric(
            workspace, "reports_shared", parameters={"within_days": 15}, end=date(2024, 2, 1)
        )

    assert [(one.numerator, one.denominator, one.pending, one.is_mature) for one in (*january, *may)] == [
        (1, 2, 0, True),
        (0, 0, 1, False),
    ]
    assert [(one.numerator, one.denominator) for one in longer] == [(2, 2)]


def test_sums_and_ratios_count_what_they_say(folder: Path) -> None:
    text = """
[metrics.refunded]
form = "sum"
better = "down"
population = { table = "orders", at = "ordered_at", where = "kind = 'refund'" }
outcome = { value = "amount_minor" }
[metrics.sold]
form = "sum"
better = "up"
population = { table = "orders", at = "ordered_at", where = "kind = 'sale' and customer_id is not null" }
outcome = { value = "amount_minor" }
[metrics.refund_share]
form = "ratio"
better = "down"
numerator = "refunded"
denominator = "sold"
[metrics.events_per_order]
form = "ratio"
better = "up"
numerator = { table = "events", at = "occurred_at" }
denominator = { table = "orders", at = "ordered_at" }
per = 10
"""
    with open_workspace(write(folder, text)) as workspace:
        names = ("refunded", "sold", "refund_share", "events_per_order")
        found = [measure_metric(workspace, name, end=date(2024, 2, 1))[0] for name in names]

    assert [(one.value, one.numerator, one.denominator, one.unit) for one in found] == [
        (300.0, 300, 1, "money"),
        (1500.0, 1500, 2, "money"),
        (0.2, 300, 1500, "share"),
        (15.0, 6, 4, "count"),
    ]


def test_events_of_one_table_follow_each_other_by_customer(folder: Path) -> None:
    text = """
[metrics.login_after_report]
form = "share"
better = "up"
population = { table = "events", at = "occurred_at", where = "name = 'report_shared'" }
outcome = { at = "occurred_at", where = "name = 'login'", of = "customer" }
window = { days = 1 }
"""
    with open_workspace(write(folder, text)) as workspace:
        [january] = measure_metric(workspace, "login_after_report", end=date(2024, 2, 1))

    assert (january.numerator, january.denominator) == (1, 2)


def test_a_parameter_of_the_definition_can_be_asked_with_another_number(folder: Path) -> None:
    text = _changed("seats >= 5", "seats >= :least_seats") + "parameters = { least_seats = 5 }\n"
    end = date(2024, 2, 1)

    with open_workspace(write(folder, text)) as workspace:
        plain = measure_metric(workspace, "reports_shared", end=end)
        asked = measure_metric(workspace, "reports_shared", parameters={"least_seats": 4}, end=end)
        with pytest.raises(InputError, match="parameter least_seats: 'many' was given"):
            measure_metric(workspace, "reports_shared", parameters={"least_seats": "many"})

    assert [(one.numerator, one.denominator) for one in (*plain, *asked)] == [(1, 2), (1, 3)]
    assert plain[0].version != asked[0].version


def test_a_segment_by_expression_cuts_and_filters_as_a_column_does(folder: Path) -> None:
    text = (
        REPORTS.replace("plan = 'pro' and seats >= 5", "seats is not null")
        + """
[segments.expressions]
seat_band = "case when seats > 9 then 'large' when seats >= 5 then 'small' end"
joined = "date(signed_at)"
"""
    )
    with open_workspace(write(folder, text)) as workspace:
        by = measure_metric(workspace, "reports_shared", by=("seat_band", "plan"), end=date(2024, 2, 1))
        filtered = measure_metric(
            workspace, "reports_shared", filters={"seat_band": ("small", "(none)")}, end=date(2024, 2, 1)
        )
        days = measure_metric(workspace, "reports_shared", by=("joined",), end=date(2024, 2, 1))

        assert workspace.segments == ("plan", "seats", "seat_band", "joined")
    assert [(tuple(value for _, value in one.segment), one.numerator, one.denominator) for one in by] == [
        (("(none)", "pro"), 0, 1),
        (("large", "pro"), 1, 1),
        (("small", "free"), 0, 1),
        (("small", "pro"), 0, 1),
    ]
    assert [(one.numerator, one.denominator) for one in filtered] == [(0, 3)]
    assert [one.segment[0][1] for one in days] == ["2024-01-05", "2024-01-06", "2024-01-07"]


def test_a_segment_of_more_than_a_thousand_values_is_refused_with_their_number(folder: Path) -> None:
    lines = [f"x{number},2024-01-05,plan {number},1\n" for number in range(1001)]
    (folder / "customers.csv").write_text("customer_id,signed_at,plan,seats\n" + "".join(lines))

    with open_workspace(write(folder, REPORTS)) as workspace:
        asked: list[str] = []
        run = workspace.engine.rows
        workspace.engine.rows = lambda sql: asked.append(sql) or run(sql)  # type: ignore[method-assign, func-returns-value]
        with pytest.raises(InputError, match=r"segment plan: it has 1,001 values\. Expected at most 1,000"):
            measure_metric(workspace, "reports_shared", by=("plan",))

    assert [sql for sql in asked if "events" in sql] == []


def test_a_page_cuts_by_the_first_segment_that_is_one(folder: Path) -> None:
    lines = [f"x{number},2024-01-05,mail {number},{number % 3}\n" for number in range(1001)]
    (folder / "customers.csv").write_text("customer_id,signed_at,plan,seats\n" + "".join(lines))
    text = _changed("plan = 'pro' and seats >= 5", "seats is not null")

    with open_workspace(write(folder, text)) as workspace:
        request = request_for(workspace, "reports_shared", start=date(2024, 1, 1), end=date(2024, 2, 1))
        told: list[str] = []
        answers = measured_series(workspace, [request], doing="Measuring", tell=told.append)
        [found] = latest_by_segment(workspace, answers, doing="Measuring", tell=told.append)

    assert found is not None
    assert told == ["Measuring, 1 in all", "Measuring by seats, 1 in all"]
    assert [one.segment for one in found.series] == [(("seats", value),) for value in ("0", "1", "2")]


def test_a_window_longer_than_the_data_is_said(folder: Path) -> None:
    with open_workspace(write(folder, REPORTS.replace("days = 14", "days = 365"))) as workspace:
        request = request_for(workspace, "reports_shared")
        series = measure(workspace.engine, request)
        notes = notes_on(workspace, request, series)
        shorter = request_for(workspace, "reports_shared", parameters={"within_days": 30})
        quiet = notes_on(workspace, shorter, measure(workspace.engine, shorter))
        nobody = [
            notes_on(workspace, asked, measure(workspace.engine, asked))
            for value in ("Pro", "enterprise")
            for asked in [request_for(workspace, "reports_shared", filters={"plan": (value,)})]
        ]

    assert {one.value for one in series} == {None}
    assert "window of 365 days is longer than the data, which span 148 days from 2024-01-05" in notes[0]
    assert quiet == ()
    assert nobody == [
        ("No customer has plan Pro. Did you mean pro?",),
        ("No customer has plan enterprise. plan is one of free, pro.",),
    ]


def test_an_own_metric_whose_table_is_missing_is_unmeasurable_with_the_reason(folder: Path) -> None:
    text = REPORTS.replace('"events", at = "occurred_at"', '"tickets", at = "opened_at"').replace(
        "name = 'report_shared'", "channel = 'mail'"
    )
    with open_workspace(write(folder, text)) as workspace:
        reasons = {card.name: reason for card, reason in check_workspace(workspace).unmeasurable}

        with pytest.raises(InputError, match="there is no table 'tickets'"):
            measure_metric(workspace, "reports_shared")

    assert reasons["reports_shared"] == "there is no table tickets"


def _changed(old: str, new: str) -> str:
    assert old in REPORTS
    return REPORTS.replace(old, new)


def _score(outcome: str) -> str:
    rows = "table = 'surveys', at = 'answered_at', asked = \"kind = 'csat'\", asked_at = 'sent_at'"
    head = "[metrics.a]\nform = 'score'\nbetter = 'up'"
    return f"\n{head}\npopulation = {{ {rows} }}\noutcome = {{ value = 'score', {outcome} }}\n"


def _ratio(name: str, above: str) -> str:
    return f'\n[metrics.{name}]\nform = "ratio"\nbetter = "up"\nnumerator = "{above}"\ndenominator = "b"\n'


MISTAKES = [
    (
        _changed('form = "share"', 'form = "shere"'),
        "line 14, metrics.reports_shared.form: form is 'shere'.*Did you mean share",
    ),
    (_changed('form = "share"\n', ""), "line 13, metrics.reports_shared: form is missing.*share \\("),
    (_changed('better = "up"', 'better = "higher"'), "line 16, .*better is 'higher'.*one of up, down"),
    (
        _changed('better = "up"\n', ""),
        'line 13, .*better is missing.*the direction that is good.*Write better = "up"',
    ),
    (_changed("population =", "popluation ="), "line 17, .*no key 'popluation'.*Did you mean population"),
    (
        _changed('table = "customers"', 'table = "customer"'),
        "line 17, .*population.table: there is no table 'customer'.*Did you mean customers",
    ),
    (
        _changed('at = "signed_at"', 'at = "signed"'),
        "line 17, .*population.at: customers has no column 'signed'.*Did you mean signed_at",
    ),
    (
        _changed('at = "signed_at"', 'at = "plan"'),
        "line 17, .*plan of customers is text.*one of free_since, signed_at",
    ),
    (
        _changed("plan = 'pro' and", "plna = 'pro' and"),
        "line 17, .*population.where, column 1: customers has no column 'plna'.*Did you mean plan",
    ),
    (_changed("seats >= 5", "seats >= '5' / 2"), "line 17, .*where, column 31: '/' is not allowed"),
    (
        _changed("name = 'report_shared'", "name = report_shared"),
        "line 18, .*outcome.where, column 8: events has no column 'report_shared'.*single quotes",
    ),
    (_changed("count = 2", "count = 0"), "line 18, .*outcome.count: count is 0.*from 1 to 1000"),
    (_changed("count = 2", 'count = "two"'), "line 18, .*count is 'two'.*a whole number"),
    (_changed("count = 2", 'until = "ended_at"'), 'line 18, .*until does nothing with form = "share"'),
    (_changed("count = 2", 'since = "always"'), "line 18, .*since is 'always'.*one of anchor, ever, window"),
    (_changed("count = 2", 'of = "row"'), "line 18, .*events has other rows than customers.*Take it out"),
    (_changed("seats >= 5", "seats >= :least"), "line 17, .*where, column 27: there is no parameter 'least'"),
    (REPORTS + "parameters = { least = 5 }\n", "line 20, .*parameters: no condition names :least"),
    (REPORTS + "parameters = { least = 'x' }\n", "line 20, .*parameters: least is 'x'.*a whole number"),
    (
        _changed("seats >= 5", "seats >= :variant") + "parameters = { variant = 5 }\n",
        "line 20, .*a parameter is called 'variant'",
    ),
    ("\n[metrics.nps]\nresponse_days = [14]\n", r"line 14, .*response_days is \[14\].*a number or a text"),
    (_score("scale = [5, 1]"), r"outcome.scale: scale is \[5, 1\].*two whole numbers"),
    (_score("scale = [1, 5], boxes = [4, 7]"), r"outcome.boxes: boxes are \[4, 7\].*scale \[1, 5\]"),
    (_score("boxes = [4, 5]"), "scale is missing, and boxes are given"),
    (_changed("days = 14", "days = -1"), "line 19, .*window.days: days is -1.*from 0 to 3650"),
    (_changed("days = 14", "weeks = 2"), "line 19, .*no key 'weeks'.*one of days"),
    (_changed("window = { days = 14 }\n", ""), "line 13, .*window is missing.*within how long"),
    (_changed("{ days = 14 }", "14"), "line 19, .*window is 14.*a table: \\{"),
    (
        _changed("reports_shared]", "Reports]"),
        "line 13, metrics.Reports: the name is 'Reports'.*Write reports",
    ),
    (
        _changed("reports_shared]", "nps]"),
        "line 14, metrics.nps.form: nps is a metric of the catalogue.*such as our_nps",
    ),
    ("\n[metrics.nsp]\nwithin_days = 5\n", "line 13, metrics.nsp: 'nsp' is not known.*Did you mean 'nps'"),
    (
        "\n[metrics.onboarding_completed]\nwithin_dais = 5\n",
        "line 14, .*within_dais' is not known.*Did you mean 'within_days'",
    ),
    (
        "\n[metrics.onboarding_completed]\nwithin_days = 'x'\n",
        "line 14, metrics.onboarding_completed.within_days: .*'x' was given",
    ),
    (
        _ratio("a", "a"),
        "line 16, metrics.a.numerator: a refers to itself",
    ),
    (
        _ratio("a", "b") + _ratio("b", "a"),
        "line 22, metrics.b.numerator: a refers to b, which refers to a",
    ),
    (_ratio("a", "nps"), "nps is no sum"),
    (
        _ratio("a", "refnds") + '[metrics.refunds]\nform = "sum"\nbetter = "up"\n',
        "there is no metric 'refnds'.*Did you mean 'refunds'",
    ),
    (
        '\n[segments.expressions]\nplan = "lower(plan)"\n',
        "line 14, segments.expressions.plan: customers has a column 'plan'",
    ),
    (
        '\n[segments.expressions]\nband = "signed_at"\n',
        "line 14, segments.expressions.band, column 1: the expression is an instant",
    ),
    (
        "\n[segments.expressions]\nband = \"case when seats > 5 then 'a' else 1 end\"\n",
        "line 14, .*column 35: .*in quotes too",
    ),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_said_with_its_line_and_a_way_out(text: str, message: str, folder: Path) -> None:
    with pytest.raises(
        InputError,
        match=rf"(?s)holdfast\.toml, {message}" if message.startswith("line") else f"(?s){message}",
    ):
        open_workspace(write(folder, text))


def test_a_name_that_is_a_word_of_sql_is_a_name(folder: Path) -> None:
    text = _changed("reports_shared]", "select]") + '\n[segments.expressions]\n"from" = "lower(plan)"\n'

    with open_workspace(write(folder, text)) as workspace:
        found = measure_metric(workspace, "select", by=("from",), end=date(2024, 2, 1))

    assert [(one.segment, one.numerator, one.denominator) for one in found] == [((("from", "pro"),), 1, 2)]
