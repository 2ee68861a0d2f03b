"""Whatever is sent to whatever address by whomever, the server keeps its head."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.server.test_policy import _prepared
from tests.server.world import Visitor, World

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.core.result import Ok

EXAMPLES = 12


def _send(visitor: Visitor, case: Any, things: dict[str, str], *, real: bool) -> Any:
    if real:  # made-up ids lead nowhere
        case.path_parameters = {
            **case.path_parameters,
            **{k: v for k, v in things.items() if k in case.path_parameters},
        }
    sent = case.as_transport_kwargs(base_url="http://localhost")
    headers = {k: v for k, v in dict(sent.pop("headers", {}) or {}).items() if k.lower() != "user-agent"}
    method, url = sent.pop("method"), sent.pop("url")
    kept = {name: sent[name] for name in ("params", "json", "data") if sent.get(name) is not None}
    if "data" in kept:
        kept["content"] = kept.pop("data")
    return visitor.http.request(method, url, headers={**headers, "X-CSRF-Token": visitor.csrf or ""}, **kept)


@pytest.mark.full
@pytest.mark.parametrize("role", ["owner", "annotator", "nobody"])
def test_nothing_that_is_sent_makes_the_server_fail(world: World, role: str) -> None:
    project, things = _prepared(world)
    visitor = {"owner": project.owner, "nobody": world.visitor()}.get(role) or project.member(role)
    schema = schemathesis.openapi.from_dict(world.app.openapi())
    failed: list[str] = []

    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if operation.path.endswith("/session") and operation.method == "delete":
            continue  # the rest would be done by nobody

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), real=st.booleans())
        def send(case: Any, real: bool) -> None:
            response = _send(visitor, case, things, real=real)
            if response.status_code >= 500:
                failed.append(f"{case.method} {case.path}: {response.status_code}")
            elif response.status_code >= 400:
                assert set(response.json()["error"]) >= {"code", "message", "field"}

        send()

    assert failed == []
