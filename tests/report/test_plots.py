"""Plots take the page's colours, say in words what they show, and are the same every time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from earmark.analysis.audit.result import AuditResult, DifficultyAudit, WorthAudit, WorthPoint
from earmark.model import Estimate
from earmark.report.more_labels import difficulty_plot, worth_message, worth_plot
from earmark.report.plots import answers_plot, confusion_plot, time_plot


def test_a_plot_is_sound_and_has_no_colour_of_its_own(crowd: AuditResult) -> None:
    task = crowd.tasks[0]
    drawn = [
        confusion_plot(task.confusions, "a"),
        time_plot(task.windows, "b"),
        answers_plot(crowd.about.answers_per_item, "c"),
    ]

    for svg in drawn:
        assert svg is not None
        ElementTree.fromstring(svg)  # noqa: S314  # our own
        assert not re.search(r"#[0-9a-fA-F]{6}\b|font-family|<style|<metadata", svg)
        assert "var(--" in svg
        assert 'role="img"' in svg


def test_labels_stand_in_the_plot_as_text(hostile: AuditResult) -> None:
    svg = confusion_plot(hostile.tasks[0].confusions, "a")

    assert svg is not None
    texts = [element.text for element in ElementTree.fromstring(svg).iter() if element.text]  # noqa: S314  # our own
    assert "مرحبا بالعالم" in texts
    assert "日本語ラベル" in texts
    assert "<script>alert(1)</scri…" in texts
    assert not any("@" in text for text in texts)


def test_a_plot_is_drawn_alike_each_time(ordinary: AuditResult) -> None:
    windows = ordinary.tasks[0].windows

    assert time_plot(windows, "a") == time_plot(windows, "a")


def test_ids_begin_with_the_name_of_the_plot(ordinary: AuditResult) -> None:
    svg = time_plot(ordinary.tasks[0].windows, "this-one")

    assert svg is not None
    assert all(found.startswith("this-one-") for found in re.findall(r' id="([^"]*)"', svg))


def test_the_line_over_time_is_broken_where_alpha_is_undefined(ordinary: AuditResult) -> None:
    windows = ordinary.tasks[0].windows
    svg = time_plot(windows, "a")

    assert svg is not None
    assert not windows[4].alpha.defined
    assert svg.count("stroke-width: 1.75") == 2


def test_what_would_show_nothing_is_not_drawn(ordinary: AuditResult) -> None:
    task = ordinary.tasks[0]

    assert confusion_plot(task.confusions, "a") is None  # three labels: the table says it
    assert confusion_plot((), "a") is None
    assert time_plot(task.windows[3:6], "a") is None
    assert answers_plot({10: 807}, "a") is None
    assert answers_plot({}, "a") is None


def test_very_different_numbers_of_answers_are_grouped() -> None:
    svg = answers_plot(dict.fromkeys(range(1, 400), 3), "a")

    assert svg is not None
    assert "1–34" in svg


def test_windows_below_chance_are_inside_the_plot(ordinary: AuditResult) -> None:
    from dataclasses import replace

    low = Estimate(-0.4, -0.6, -0.2, measure="krippendorff_alpha/1")
    windows = tuple(replace(window, alpha=low) for window in ordinary.tasks[0].windows)
    svg = time_plot(windows, "a")

    assert svg is not None
    assert "−0.4" in svg


BANDS = (DifficultyAudit(0.0, 0.5, 7), DifficultyAudit(0.5, 1.0, 11), DifficultyAudit(1.0, 1.0, 82))
WORTH = WorthAudit(
    "items",
    tuple(WorthPoint(t, round(100 * t), round(300 * t), 3 * t, 0.1 / t**0.5) for t in (0.5, 1, 2, 4, 8)),
    (),
)


def test_the_plots_of_hardness_and_of_more_labels_say_what_they_show() -> None:
    hard, more = difficulty_plot(BANDS, "h"), worth_plot(WORTH, "w")

    assert hard is not None
    assert more is not None
    for svg in (hard, more):
        ElementTree.fromstring(svg)  # noqa: S314  # our own
        assert "@" not in svg
    assert "82.0" in hard
    assert worth_message(WORTH) in more
    assert "0.10 now" in more


def test_without_items_or_figures_nothing_is_drawn_of_hardness_and_worth() -> None:
    assert difficulty_plot((), "h") is None
    assert worth_plot(None, "w") is None
