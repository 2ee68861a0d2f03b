"""One file per command: parse, call, print."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword

import click

from earmark.cli.quick import WithoutPandas
from earmark.errors import EarmarkError

__all__ = ["main"]

COMMANDS = {
    "agreement": "How far annotators agree: by task, label, annotator, pair, any column.",
    "audit": "How good the labels are, what cannot be known, and what to do next.",
    "consensus": "The label each item most probably has, and each annotator's skill.",
    "convert": "Turn a file of labels into another format, and say what is lost.",
    "export": "Write a project's labels, items or decisions to a file.",
    "import": "Take conversations and audio into a project.",
    "project": "List, make and show the projects of a server.",
    "serve": "The workbench for a team: import, label, review, measure, export.",
    "demo": "The workbench with sample conversations, and a tour of five minutes.",
}


class _Commands(click.Group):
    """The commands, each loaded when it is called: `--help` is quick, and nobody waits for what they don't use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"earmark.cli.{_module(cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


def _module(name: str) -> str:
    return f"{name}_" if iskeyword(name) else name


@click.command(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="earmark", prog_name="earmark")
def earmark() -> None:
    """Label speech and dialogue, and prove how good the labels are.

    Every command reads tables from a path or from - (standard input). Exit code 0: done; 1: done, and what
    was asked to hold does not hold; 2: the input or the call is wrong.
    """


def main() -> None:
    """Run the command line; what goes wrong on purpose becomes one sentence and exit code 2."""
    sys.meta_path.insert(0, WithoutPandas())
    try:
        code = earmark.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        click.echo("earmark: stopped", err=True)
        code = 130
    except click.ClickException as problem:
        problem.show()
        code = problem.exit_code
    except EarmarkError as problem:
        click.echo(f"earmark: {problem}", err=True)
        for cell in getattr(problem, "cells", ())[1:]:  # the message holds the first
            click.echo(f"  {cell}", err=True)
        code = 2
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader left; there is nothing to say
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
