"""The colours of the page can be read: contrast as WCAG 2.2 AA asks for, in light and in dark."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = resources.files("earmark.report").joinpath("templates", "audit.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, flags=re.DOTALL)[:2]
)
THEMES = {"light": LIGHT, "dark": LIGHT | DARK}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", ["ink", "muted", "accent", "alert"])
def test_text_stands_out_from_the_paper(theme: str, token: str) -> None:
    colours = THEMES[theme]

    assert contrast(colours[token], colours["paper"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", ["accent", "band"])
def test_what_is_drawn_stands_out_from_the_paper(theme: str, token: str) -> None:
    colours = THEMES[theme]

    assert contrast(colours[token], colours["paper"]) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_the_mark_stands_out_from_its_interval(theme: str) -> None:
    colours = THEMES[theme]

    assert contrast(colours["accent"], colours["band"]) >= 1.5


def test_numbers_in_a_confusion_square_can_be_read_on_the_darkest_square() -> None:
    for colours in THEMES.values():
        mixed = "#" + "".join(
            f"{round(0.5 * int(colours['accent'][at : at + 2], 16) + 0.5 * int(colours['paper'][at : at + 2], 16)):02x}"
            for at in (1, 3, 5)
        )
        assert contrast(colours["ink"], mixed) >= 4.5


def test_every_colour_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([\w-]+)", CSS)) - {"z", "l", "w", "v", "bar", "width"}

    assert used <= LIGHT.keys()
