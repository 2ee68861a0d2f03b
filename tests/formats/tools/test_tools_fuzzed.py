"""Whatever a tool's export holds instead of what it should: one clear error, or tables; never a traceback."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earmark.errors import EarmarkError, InputError
from earmark.formats.registry import Format, ReadOptions, Source
from earmark.formats.tools import TOOL_FORMATS

_TASK = {
    "id": 1,
    "inner_id": 1,
    "project": 3,
    "drafts": [{"id": 1}],
    "data": {
        "text": "Hi 💩 there",
        "dialogue": [{"author": "A", "text": "Yes"}],
        "audio": "a.wav",
        "n": 3,
        "turn": 1,
    },
    "predictions": [
        {
            "id": 5,
            "model_version": "m",
            "score": 0.5,
            "result": [{"type": "choices", "from_name": "c", "to_name": "text", "value": {"choices": ["x"]}}],
        }
    ],
    "annotations": [
        {
            "id": 7,
            "completed_by": {"id": 1, "email": "a@example.org"},
            "created_at": "2024-01-30T02:40:43.893565Z",
            "lead_time": 3.5,
            "ground_truth": True,
            "was_cancelled": False,
            "parent_prediction": 5,
            "last_action": "accepted",
            "reviews": [{"accepted": True}],
            "result": [
                {"type": "choices", "from_name": "c", "to_name": "text", "value": {"choices": ["x", "y"]}},
                {"type": "taxonomy", "from_name": "t", "value": {"taxonomy": [["a", "b"]]}},
                {"type": "rating", "from_name": "r", "value": {"rating": 4}},
                {"type": "datetime", "from_name": "d", "value": {"datetime": "2020-01-01"}},
                {"type": "pairwise", "from_name": "p", "value": {"selected": "left"}},
                {"type": "textarea", "from_name": "w", "value": {"text": ["one", "two"]}},
                {
                    "type": "labels",
                    "id": "g",
                    "from_name": "l",
                    "to_name": "text",
                    "value": {"start": 3, "end": 5, "text": "💩", "labels": ["X"]},
                },
                {
                    "type": "labels",
                    "id": "h",
                    "from_name": "a",
                    "to_name": "audio",
                    "original_length": 9.5,
                    "value": {"start": 0.5, "end": 1.5, "channel": 0, "labels": ["S"]},
                },
                {
                    "type": "textarea",
                    "id": "h",
                    "from_name": "s",
                    "to_name": "audio",
                    "value": {"start": 0.5, "end": 1.5, "text": ["hello"]},
                },
                {
                    "type": "paragraphlabels",
                    "from_name": "q",
                    "to_name": "dialogue",
                    "value": {
                        "start": "0",
                        "end": "0",
                        "startOffset": 0,
                        "endOffset": 3,
                        "paragraphlabels": ["Y"],
                    },
                },
                {
                    "type": "hypertextlabels",
                    "from_name": "z",
                    "value": {
                        "start": "/p[1]/text()[1]",
                        "end": "/p[1]/text()[1]",
                        "globalOffsets": {"start": 1, "end": 2},
                        "hypertextlabels": ["Z"],
                    },
                },
                {"type": "rectanglelabels", "from_name": "b", "value": {"x": 1, "rectanglelabels": ["Car"]}},
                {"type": "relation", "from_id": "g", "to_id": "h"},
            ],
        },
        {"id": 8, "completed_by": 2, "was_cancelled": True, "result": []},
    ],
}
_FLAT = {
    "text": "Hi",
    "id": 1,
    "mood": "good",
    "spans": [{"start": 0, "end": 2, "text": "Hi", "labels": ["X"]}],
    "stars": {"rating": 3},
    "annotator": 1,
    "annotation_id": 4,
    "created_at": "2024-01-30T02:40:43Z",
    "lead_time": 2,
}
_PRODIGY = {
    "text": "Hello there",
    "audio": "a.wav",
    "meta": {"source": "x", "turn": 3},
    "_input_hash": 1,
    "_task_hash": 2,
    "_view_id": "blocks",
    "_annotator_id": "set-ann",
    "_timestamp": 1700000000,
    "tokens": [{"text": "Hello", "start": 0, "end": 5, "id": 0}],
    "spans": [{"start": 0, "end": 5, "label": "X"}],
    "audio_spans": [{"start": 0.5, "end": 1.5, "label": "S"}],
    "relations": [{"head": 0, "child": 1}],
    "options": [{"id": "a", "text": "A"}, {"id": 2, "text": "B"}],
    "accept": ["a"],
    "config": {"choice_style": "single"},
    "transcript": "hello",
    "answer": "accept",
}
_BINARY = {"text": "Hello", "label": "GREETING", "_view_id": "classification", "answer": "reject"}
_DOCCANO = {
    "id": 1,
    "text": "Hello",
    "annotations": [{"label": 3, "start_offset": 0, "end_offset": 2, "user": 1}],
    "meta": {"a": 1},
    "Comments": ["x"],
    "annotation_approver": None,
}
_DOCCANO_NEW = {"id": 1, "text": "Hello", "label": [[0, 2, "X"]], "relations": [], "cats": ["a"]}
_ARGILLA = {
    "id": "r1",
    "fields": {"text": "Hello", "chat": [{"role": "user", "content": "Hi"}]},
    "metadata": {"domain": "x", "n": 3},
    "suggestions": {"mood": {"value": "good", "score": 0.5, "agent": "m"}},
    "responses": {
        "mood": [{"value": "bad", "user_id": "u1", "status": "submitted"}, {"value": "x", "user_id": "u2"}],
        "stars": [{"value": 4, "user_id": "u1", "status": "draft"}],
        "spans": [{"value": [{"start": 0, "end": 2, "label": "X"}], "user_id": "u1", "status": "submitted"}],
        "rank": [{"value": [{"value": "a", "rank": 1}], "user_id": "u1", "status": "submitted"}],
    },
}
_ARGILLA_FLAT = {
    "id": "r1",
    "text": "Hello",
    "mood.responses": ["good"],
    "mood.responses.users": ["u1"],
    "mood.responses.status": ["submitted"],
    "mood.suggestion": "bad",
    "mood.suggestion.score": 0.5,
    "mood.suggestion.agent": "m",
}
_ARGILLA_FEEDBACK = {
    "fields": {"text": "Hello"},
    "responses": [{"user_id": "u", "status": "submitted", "values": {"mood": {"value": "good"}}}],
    "suggestions": [{"question_name": "mood", "value": "bad", "score": 0.5}],
}
_ARGILLA_OLD = {
    "id": 1,
    "text": "Hello",
    "inputs": {"text": "Hello"},
    "multi_label": True,
    "prediction": [{"label": "a", "score": 0.5}, ["b", 0.5]],
    "prediction_agent": "m",
    "annotation": ["a"],
    "annotation_agent": "u",
    "status": "Validated",
}
_ARGILLA_TOKENS = {
    "text": "Hello",
    "tokens": ["Hello"],
    "prediction": [["X", 0, 2, 0.5]],
    "prediction_agent": "m",
    "annotation": [["X", 0, 2]],
    "annotation_agent": "u",
    "status": "Validated",
}
SAMPLES: list[tuple[str, list[dict[str, Any]]]] = [
    ("label-studio", [_TASK]),
    ("label-studio", [_FLAT]),
    ("prodigy", [_PRODIGY, _BINARY]),
    ("doccano", [_DOCCANO]),
    ("doccano", [_DOCCANO_NEW]),
    ("argilla", [_ARGILLA]),
    ("argilla", [_ARGILLA_FLAT]),
    ("argilla", [_ARGILLA_FEEDBACK]),
    ("argilla", [_ARGILLA_OLD]),
    ("argilla", [_ARGILLA_TOKENS]),
]

_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 12)
    | st.sampled_from(
        [10**30, -1, 2**63, 1e300, float("nan"), float("inf"), "", "\ud800", "a", "7", "x@y.z", "é"]
    )
    | st.floats()
    | st.text(max_size=4),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below, max_size=3),
    max_leaves=4,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in below for found in _paths(one, (*path, key)))]


def _replaced(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(whole)
    at = changed
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return changed


def _source(content: bytes) -> Source:
    return Source("export.json", content[:65536], lambda: io.BytesIO(content))


def _named(name: str) -> Format:
    return next(one for one in TOOL_FORMATS if one.name == name)


@pytest.mark.parametrize(
    ("name", "sample"), SAMPLES, ids=[f"{name}-{at}" for at, (name, _) in enumerate(SAMPLES)]
)
def test_an_export_is_recognised_by_its_own_format_first(name: str, sample: list[dict[str, Any]]) -> None:
    source = _source(json.dumps(sample).encode())

    assert next(one.name for one in TOOL_FORMATS if one.recognises(source)) == name


@pytest.mark.parametrize(
    ("name", "sample"), SAMPLES, ids=[f"{name}-{at}" for at, (name, _) in enumerate(SAMPLES)]
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_wrong_value_anywhere_is_one_clear_error_or_read(
    name: str, sample: list[dict[str, Any]], data: st.DataObject
) -> None:
    broken = sample
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(_paths(broken)))
        broken = _replaced(broken, path, data.draw(_JSON))
    source = _source(json.dumps(broken).encode())
    try:
        tables = _named(name).read(source, ReadOptions(skip_bad=data.draw(st.booleans())))
    except InputError as error:
        assert "export.json" in str(error)  # noqa: PT017  # a clear error is as good an end as tables
        return
    for target in TOOL_FORMATS:
        try:
            target.write(tables, io.BytesIO())
        except EarmarkError as error:
            assert str(error)  # noqa: PT017


@given(st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
def test_bytes_that_are_no_export_are_refused_in_a_sentence(content: bytes) -> None:
    for one in TOOL_FORMATS:
        source = _source(content)
        one.recognises(source)
        try:
            one.read(source, ReadOptions())
        except InputError as error:
            assert "export.json" in str(error)  # noqa: PT017
