"""A process that does jobs until its standard input ends.

A job is a pickled (function, arguments), the answer a pickled (done, result); each goes before with its length
in eight bytes. The process that writes to it is the one that started it, and nobody else can.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from typing import Any, BinaryIO

__all__ = ["HEADER", "main", "receive", "send"]

HEADER = struct.Struct("<Q")


def send(stream: BinaryIO, value: Any) -> None:
    """Write one value."""
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(HEADER.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Return the next value.

    Raises:
        EOFError: the other side is gone.
    """
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        raise EOFError
    (size,) = HEADER.unpack(header)
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return pickle.loads(content)  # noqa: S301  # from the process that started this one, or that this one started


def main() -> None:
    """Do jobs; Ctrl-C is left to the process that gives them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a job prints must not pass for an answer
    while True:
        try:
            function, arguments = receive(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = (True, function(*arguments))
        except Exception as error:  # whatever it is goes to whoever asked
            answer = (False, error)
        send(answers, answer)
