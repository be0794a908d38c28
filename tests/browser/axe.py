"""axe-core on a page that is open."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec

from tests.browser.page import ReviewPage


def serious_findings(page: ReviewPage) -> list[str]:
    """What axe-core calls serious or critical: the rule and the first element it is about.

    Nothing where axe-core is not installed; `test_access` says so.
    """
    if find_spec("axe_playwright_python") is None:
        return []
    if page.page.evaluate("typeof axe") == "undefined":
        page.page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    findings: list[str] = page.page.evaluate(
        """async () => (await axe.run()).violations
            .filter(({impact}) => impact === "serious" || impact === "critical")
            .map(({id, nodes}) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)"""
    )
    return findings
