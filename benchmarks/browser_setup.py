"""What the budgets of the workbench are measured on: a project of small conversations, and large ones to compare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from earmark.client import Client, ImportOptions, Project
from tests.browser.served import CLAUSES, TASKS, Served, bring

__all__ = ["PEOPLE", "Projects", "set_up"]

RATE = 8_000
PEOPLE = ("ana", "ben")
WORDS = [
    "card",
    "account",
    "yesterday",
    "the",
    "never",
    "please",
    "number",
    "again",
    "wrong",
    "want",
    "to",
    "is",
    "my",
    "transfer",
    "street",
    "open",
]


@dataclass(frozen=True, slots=True)
class Projects:
    """Ids of projects: many small text items, one small and one large conversation, one short and one long call."""

    items: str
    small: str
    large: str
    short: str
    long: str


def set_up(server: Served, *, hours: float, seed: int) -> tuple[Projects, dict[str, str]]:
    """Make the projects, and return them with the links of the people who work on them.

    `hours` is the length of the long call; the short one has a minute.
    """
    random = Random(seed)  # noqa: S311  # nothing secret is drawn
    with server.owner() as client:
        made = {
            "items": _text(server, client, "items", random, conversations=60, turns=8, per="turns"),
            "small": _text(server, client, "small", random, conversations=1, turns=10),
            "large": _text(server, client, "large", random, conversations=1, turns=1_000),
            "short": _call(server, client, "short", seconds=60, seed=seed),
            "long": _call(server, client, "long", seconds=round(hours * 3_600), seed=seed),
        }
        first, *others = made.values()
        links = {name: server.invite(client, first, name, "annotator") for name in PEOPLE}
        for project in others:  # the first link lets them in here too
            for name in PEOPLE:
                client.people.add(project, name, "annotator")
    return Projects(**{name: project.id for name, project in made.items()}), links


def _project(client: Client, name: str, per: str) -> Project:
    project = client.projects.create(name, overlap=len(PEOPLE), context_turns=1_000)
    tasks = [{**task, "per": "conversation"} if per == "conversations" else task for task in TASKS]
    client.guidelines.publish(project, "First", clauses=CLAUSES, tasks=tasks)
    return project


def _text(
    server: Served,
    client: Client,
    name: str,
    random: Random,
    *,
    conversations: int,
    turns: int,
    per: str = "conversations",
) -> Project:
    rows = ["conversation_id,turn,speaker,text"]
    for conversation in range(conversations):
        for turn in range(turns):
            said = " ".join(random.choices(WORDS, k=random.randint(3, 18)))
            rows.append(f"{name}-{conversation},{turn},{('customer', 'agent')[turn % 2]},{said}")
    file = server.folder / f"{name}.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    project = _project(client, name, per)
    options = ImportOptions(label=per, speakers=("customer",) if per == "turns" else ())
    bring(client, project, [file], options)
    return project


def _call(server: Served, client: Client, name: str, *, seconds: int, seed: int) -> Project:
    """A call of two channels in which both speak by turns, a turn every five seconds."""
    sound, speech = server.folder / f"{name}.flac", server.folder / f"{name}.rttm"
    _write_sound(sound, seconds, seed)
    starts = range(0, seconds - 4, 5) if seconds <= 600 else range(0, seconds - 4, seconds // 1_000)
    speech.write_text(
        "".join(
            f"SPEAKER {name} 1 {start}.000 4.000 <NA> <NA> {('agent', 'customer')[place % 2]} <NA> <NA>\n"
            for place, start in enumerate(starts)
        ),
        "utf-8",
    )
    project = _project(client, name, "conversations")
    bring(client, project, [sound, speech], ImportOptions(label="conversations"))
    return project


def _write_sound(file: Path, seconds: int, seed: int) -> None:
    import soundfile  # type: ignore[import-untyped]  # the package has no types

    noise = np.random.default_rng(seed).normal(0, 0.1, (60 * RATE, 2)).astype(np.float32)
    loud = (np.arange(60 * RATE) // (5 * RATE)) % 2
    noise[:, 0] *= loud
    noise[:, 1] *= 1 - loud
    with soundfile.SoundFile(file, "w", samplerate=RATE, channels=2, format="FLAC", subtype="PCM_16") as out:
        for _ in range(-(-seconds // 60)):
            out.write(noise[: min(60, seconds) * RATE])
