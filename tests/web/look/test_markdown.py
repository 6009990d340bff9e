"""Words of people and of metrics as HTML."""

from __future__ import annotations

from holdfast.web.look.markdown import definition_text, rich_text


def test_a_definition_leads_to_the_pages_of_other_metrics_and_to_no_file() -> None:
    said = definition_text(
        "One less [logo churn](logo_churn.md); see [the rules](../rules/index.md#all) too."
    )

    assert said == '<p>One less <a href="/metrics/logo_churn">logo churn</a>; see the rules too.</p>\n'


def test_a_definition_of_one_s_own_runs_nothing_and_leads_nowhere_else_on_this_server() -> None:
    said = definition_text("<script>x</script> [a](javascript:x) [b](/log-out) [c](https://x.example)")

    assert "<script>" not in said
    assert said.count("<a ") == 1
    assert 'href="https://x.example"' in said


def test_a_comment_leads_to_no_page_of_this_server() -> None:
    assert "<a " not in rich_text("[thanks](/celebrations/1/thanks) [m](/metrics/nps)")
