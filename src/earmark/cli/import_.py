"""`earmark import`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from earmark.cli import say
from earmark.cli.asking import asked, count, server_options
from earmark.cli.options import pairs
from earmark.cli.progress import shown_progress
from earmark.errors import BadCell, CallError, FileError, TableError

if TYPE_CHECKING:
    from earmark.client import Client, ImportOptions, Preview, Project, Upload
    from earmark.formats.registry import Progress

_NOTES = frozenset({"readme", "license", "licence", "copying", "notice", "changelog", "authors"})


@click.command("import")
@click.argument("project")
@click.argument("files", nargs=-1, type=click.Path())
@click.option(
    "--label",
    type=click.Choice(["turns", "conversations"]),
    default="turns",
    show_default=True,
    help="What becomes an item.",
)
@click.option("--speaker", multiple=True, metavar="NAME", help="Only turns of this speaker; may be repeated.")
@click.option("--columns", metavar="NAME=COLUMN,…", help="Which columns are meant, e.g. text=utterance.")
@click.option(
    "--folder", metavar="PATH", help="A folder of audio on the server, referred to without copying."
)
@click.option("--preview", is_flag=True, help="Only say what would be imported.")
@click.option("--skip-bad", is_flag=True, help="Go on without rows that cannot be read.")
@server_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    project: str,
    files: tuple[str, ...],
    label: str,
    speaker: tuple[str, ...],
    columns: str | None,
    folder: str | None,
    preview: bool,
    skip_bad: bool,
    address: str | None,
    token: str | None,
    as_json: bool,
) -> None:
    """Take conversations into a project: tables of turns, exports of other tools, audio, RTTM; files or folders.

    What is there already is left as it is, so that an import may be repeated.
    """
    from earmark.client import ImportOptions

    if not files and folder is None:
        raise CallError("name the files to import, or a folder on the server with --folder")
    sources = named_files(files)
    options = ImportOptions(label, speaker, pairs(columns))
    with asked(address, token) as client, shown_progress() as progress:
        found = client.projects.find(project)
        uploads = _sent(client, found, sources, progress)
        kept = False
        try:
            seen = client.imports.preview(found, uploads, options) if uploads else None
            if seen is not None and not as_json:
                _tell(seen)
            if seen is not None and not skip_bad and not preview:
                _refuse_bad_rows(seen)
            if not preview:
                kept = True
                answer = _taken_in(client, found, uploads, options, folder, progress)
            else:
                answer = _facts(seen)
        finally:
            if not kept:
                _drop(client, uploads)
    _say_done(answer, as_json, preview)


def named_files(paths: Sequence[str]) -> list[tuple[str, Path]]:
    """Return each file with the name it is sent under; a folder is walked, and its name goes along.

    Of a folder, hidden files and notes (a README, a licence) are left out.

    Raises:
        FileError: a path is not there, or a folder holds no file.
    """
    found: list[tuple[str, Path]] = []
    for path in map(Path, paths):
        if not path.exists():
            raise FileError(f"{path} is not there; check the name")
        if not path.is_dir():
            found.append((path.name, path))
            continue
        files = sorted(one for one in path.rglob("*") if one.is_file() and not _hidden(one, path))
        inside = [one for one in files if not is_note(one)]
        for note in (one for one in files if is_note(one)):
            click.echo(f"left out {note.relative_to(path)}: a note about the data, none of it", err=True)
        if not inside:
            raise FileError(f"the folder {path} holds no files")
        found += [(f"{path.resolve().name}/{one.relative_to(path).as_posix()}", one) for one in inside]
    return found


def is_note(file: Path) -> bool:
    """Tell whether a file found in a folder speaks about the data and holds none; named by itself it is read.

    >>> is_note(Path("calls/README.md")), is_note(Path("LICENSE.txt")), is_note(Path("readme-turns.csv"))
    (True, True, False)
    """
    return file.suffix.lower() == ".md" or file.stem.lower() in _NOTES


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _sent(
    client: Client, project: Project, sources: list[tuple[str, Path]], progress: Progress | None
) -> list[Upload]:
    total = sum(path.stat().st_size for _, path in sources)
    uploads: list[Upload] = []
    try:
        for name, path in sources:
            told = _told(progress, f"sending {name}", sum(one.received for one in uploads), total)
            uploads.append(client.uploads.send(project, path, name=name, progress=told))
    except BaseException:
        _drop(client, uploads)
        raise
    return uploads


def _told(progress: Progress | None, what: str, before: int, total: int) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda sent, _size: progress(what, before + sent, total)


def _drop(client: Client, uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        client.uploads.drop(upload)


def _tell(seen: Preview) -> None:
    for file in seen.files:
        rows = "" if file.rows is None else f", {count(file.rows, 'row')}"
        click.echo(f"{file.name}: {file.format}, {file.kind}{rows}", err=True)
        renamed = {column: name for name, column in file.mapping.items() if name != column}
        if renamed:
            click.echo(f"  columns taken as {', '.join(f'{c} → {n}' for c, n in renamed.items())}", err=True)
        for bad in file.rejected[:10]:
            click.echo(f"  cannot be read: {bad}", err=True)
        if file.rejected_rows > 10:
            click.echo(f"  and {count(file.rejected_rows - 10, 'more row')}", err=True)
        say.notices(file.notices)
    there = f" ({seen.already:,} of them there already)" if seen.already else ""
    click.echo(f"{count(seen.conversations, 'conversation')}, {count(seen.items, 'item')}{there}", err=True)


def _refuse_bad_rows(seen: Preview) -> None:
    bad = [(file, one) for file in seen.files for one in file.rejected]
    if bad:
        file, first = bad[0]
        raise TableError(
            f"{file.name} cannot be read as a whole ({first}); mend it, or go on without with --skip-bad",
            cells=[
                BadCell(one.row or 0, one.column, one.found or "", one.allowed or "") for _, one in bad[:10]
            ],
            bad_rows=len(bad),
        )


def _taken_in(
    client: Client,
    project: Project,
    uploads: list[Upload],
    options: ImportOptions,
    folder: str | None,
    progress: Progress | None,
) -> dict[str, Any]:
    job = client.imports.start(project, uploads, options, folder=folder)
    done = client.jobs.wait(job, progress=progress)
    return {"job": done.id, **(done.result or {})}


def _facts(seen: Preview | None) -> dict[str, Any]:
    from dataclasses import asdict

    return {} if seen is None else asdict(seen)


def _say_done(answer: dict[str, Any], as_json: bool, preview: bool) -> None:
    if as_json:
        say.print_json(answer)
    elif not preview:
        click.echo(done_in_words(answer))


def done_in_words(answer: Mapping[str, Any]) -> str:
    """Return what an import brought, and what of it did not come in.

    >>> done_in_words({"conversations": 2, "items": 9, "already": 12})
    'imported 2 conversations with 9 items; 12 turns were there already'
    """
    left_out = (
        ("already", "turn", "were there already"),
        ("different", "turn", "were there with other content, and stayed as they are"),
        ("rejected", "row", "could not be read"),
        ("unusable", "sound file", "could not be used"),
    )
    told = [
        f"imported {count(answer['conversations'], 'conversation')} with {count(answer['items'], 'item')}"
    ]
    told += [
        f"{count(answer[name], thing)} {what}".replace("1 turn were", "1 turn was")
        for name, thing, what in left_out
        if answer.get(name)
    ]
    return "; ".join(told)
