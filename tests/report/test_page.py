"""The page is one sound document, shows what was found, and lets nothing of the data out of its place."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from earmark.analysis.audit.result import AnnotatorAudit, AuditResult
from earmark.model import Estimate
from earmark.report import audit_page
from earmark.report.numbers import interval, value

VOID = {"meta", "link", "br", "hr", "img", "input", "use", "path", "rect", "circle", "line"}
NAMES = ["ordinary", "hostile", "crowd", "unknown"]


class Reader(HTMLParser):
    """Reads a page strictly: every element closed in order; collects what the tests ask for."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)


def ids_and_targets(page: str) -> tuple[list[str | None], set[str | None]]:
    tags = Reader(page).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    links = {(attributes.get("href") or "")[1:] for tag, attributes in tags if tag == "a"}
    named = {attributes["aria-labelledby"] for _, attributes in tags if "aria-labelledby" in attributes}
    return ids, links | named


@pytest.mark.parametrize("name", NAMES)
def test_every_element_is_closed_in_order(audits: dict[str, AuditResult], name: str) -> None:
    reader = Reader(audit_page(audits[name], title="An audit"))

    assert reader.open == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded_and_nothing_runs(audits: dict[str, AuditResult], name: str) -> None:
    reader = Reader(audit_page(audits[name], title="An audit"))

    assert not {"script", "iframe", "object", "embed", "form", "img", "base"} & {
        tag for tag, _ in reader.tags
    }
    for tag, attributes in reader.tags:
        assert not any(key.startswith("on") for key in attributes), tag
        for key in ("src", "href", "xlink:href", "action", "data", "srcset"):
            assert (attributes.get(key) or "#").startswith(("#", "data:,")), (tag, attributes)
        assert "url(" not in (attributes.get("style") or "").replace("url(#", "")


def test_the_style_sheet_loads_nothing(ordinary: AuditResult) -> None:
    page = audit_page(ordinary, title="An audit")
    style = page[page.index("<style>") : page.index("</style>")]

    assert "http" not in style
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_forbids_what_the_page_does_not_need(ordinary: AuditResult) -> None:
    policy = next(a["content"] for t, a in Reader(audit_page(ordinary, title="x")).tags if "http-equiv" in a)

    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


@pytest.mark.parametrize("name", NAMES)
def test_headings_descend_one_level_at_a_time(audits: dict[str, AuditResult], name: str) -> None:
    headings = Reader(audit_page(audits[name], title="An audit")).headings

    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_every_link_has_a_target(audits: dict[str, AuditResult], name: str) -> None:
    ids, wanted = ids_and_targets(audit_page(audits[name], title="An audit"))

    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(crowd: AuditResult) -> None:
    tags = Reader(audit_page(crowd, title="An audit")).tags

    assert sum(tag == "caption" for tag, _ in tags) == sum(tag == "table" for tag, _ in tags)
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in tags if tag == "th")
    assert all(
        "title" in (attributes.get("aria-labelledby") or "") for tag, attributes in tags if tag == "svg"
    )


@pytest.mark.parametrize("name", ["ordinary", "hostile", "unknown"])
def test_every_estimate_of_the_result_is_on_the_page(
    audits: dict[str, AuditResult], estimates_of: Callable[[object], list[Estimate]], name: str
) -> None:
    shown = unescape(re.sub(r"<[^>]*>", "", audit_page(audits[name], title="An audit")))

    for estimate in estimates_of(audits[name]):
        if estimate.undefined is None:
            assert f"{value(estimate)} {interval(estimate)}" in shown
        else:
            assert f"undefined: {estimate.undefined}" in shown


def test_markup_in_the_data_is_text_on_the_page(hostile: AuditResult) -> None:
    page = audit_page(hostile, title="<b>A title</b>")
    texts = "".join(Reader(page).texts)

    assert "<script" not in page
    assert "<b>A" not in page
    assert "<script>alert(1)</script>" in texts
    assert "{{ 7*7 }}" in texts
    assert "49" not in re.findall(r"\[bold\]x\[/bold\] (\S+)", texts)
    assert "$x_1$ \\frac" in texts


def test_control_characters_are_named_and_none_is_left(hostile: AuditResult) -> None:
    page = audit_page(hostile, title="An\x00 audit\u202e")

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert "⟨U+001B⟩[31mred⟨U+0000⟩" in page


def test_words_of_the_data_are_kept_apart_from_the_direction_around_them(hostile: AuditResult) -> None:
    page = audit_page(hostile, title="An audit")

    assert '<bdi dir="auto">مرحبا بالعالم</bdi>' in page


def test_the_same_audit_gives_the_same_bytes(audits: dict[str, AuditResult]) -> None:
    for result in audits.values():
        assert audit_page(result, title="An audit") == audit_page(result, title="An audit")


def test_reasons_stand_where_figures_cannot(unknown: AuditResult) -> None:
    page = audit_page(unknown, title="An audit")

    assert page.count("undefined: one annotator only") >= 4
    assert "No gold labels were given (--gold)." in page
    assert "have a second person answer a random sample" in page


def test_people_stand_in_alphabetical_order_however_they_are_given(ordinary: AuditResult) -> None:
    task = ordinary.tasks[0]
    turned = replace(task, annotators_found=task.annotators_found[::-1])

    assert audit_page(replace(ordinary, tasks=(turned,)), title="x") == audit_page(ordinary, title="x")


def test_of_many_people_only_those_who_stand_out_are_open(crowd: AuditResult) -> None:
    page = audit_page(crowd, title="An audit")
    section = page[page.index("<h4>Annotators</h4>") :]
    before_fold = section[: section.index("<details>")]
    people: tuple[AnnotatorAudit, ...] = crowd.tasks[0].annotators_found

    for person in people:
        assert (f">{person.annotator_id}</bdi>" in before_fold) == (person.stands_out is not None)


def test_an_empty_audit_says_what_it_needs(unknown: AuditResult) -> None:
    page = audit_page(replace(unknown, tasks=()), title="An audit")

    assert "An audit needs a table with the columns item_id, annotator_id and label." in page


def test_31_tasks_of_20_labels_are_drawn_in_time_and_size(many: AuditResult, ordinary: AuditResult) -> None:
    audit_page(ordinary, title="An audit")  # the plotting library loads once
    before = time.process_time()
    page = audit_page(many, title="An audit")

    assert time.process_time() - before < 5
    assert len(page.encode()) < 3_000_000
    ids, wanted = ids_and_targets(page)
    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)
