"""The table of operations in docs/reference/api.md: a line for each, with the scope that it needs."""

from __future__ import annotations

from holdfast.web.api.app import api
from holdfast.web.api.logging_in import Bearer

MARK = "<!-- written from the operations themselves, and checked by a test -->\n"


def operations_table() -> str:
    """All operations as a Markdown table, by address."""
    lines = ["| operation | scope | what it does |", "|---|---|---|"]
    for router in api._get_bound_routers():  # noqa: SLF001 - ninja has no public way to the scope of an operation
        for path, view in router.path_operations.items():
            for one in view.operations:
                [scope] = {needed.told for needed in one.auth_callbacks if isinstance(needed, Bearer)}
                method = "/".join(one.methods)
                about = " ".join((one.view_func.__doc__ or "").split())
                lines.append(f"| `{method} /api{path}` | {scope} | {about} |")
    return "\n".join(lines) + "\n"
