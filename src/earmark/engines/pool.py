"""Worker processes on this machine: a job whose worker dies is done again by another."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, TypeAlias, cast

from earmark.engines.worker import receive, send
from earmark.errors import EngineError

__all__ = ["Pool"]

Job: TypeAlias = tuple[Callable[..., Any], tuple[Any, ...]]

ATTEMPTS = 3


class Pool:
    """Some worker processes, started when first needed; `close` ends them whatever they are doing.

    One thread a worker hands out jobs and takes in answers, so that the main thread stays free for Ctrl-C.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._closed = threading.Event()
        self._lock = threading.Lock()

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Any]]:
        """Yield the number and the result of each job, as they are done.

        Raises:
            EngineError: a job ended its worker each time it was tried.
            Exception: what a job raised.
        """
        todo: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[int, bool, Any]] = queue.SimpleQueue()
        for number in range(len(jobs)):
            todo.put((number, 1))
        stop = threading.Event()
        threads = [
            threading.Thread(target=self._serve, args=(name, jobs, todo, done, stop), daemon=True)
            for name in range(min(self._workers, len(jobs)))
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in jobs:
                number, good, result = done.get()
                if not good:
                    raise result
                yield number, result
        finally:
            stop.set()

    def close(self) -> None:
        """End all workers."""
        self._closed.set()
        with self._lock:
            for process in self._processes.values():
                process.kill()
            for process in self._processes.values():
                process.wait()
                for pipe in (process.stdin, process.stdout):
                    if pipe is not None:
                        pipe.close()
            self._processes.clear()

    def _serve(
        self,
        name: int,
        jobs: Sequence[Job],
        todo: queue.SimpleQueue[tuple[int, int]],
        done: queue.SimpleQueue[tuple[int, bool, Any]],
        stop: threading.Event,
    ) -> None:
        """Hand out jobs to one worker until there are none left."""
        while not stop.is_set() and not self._closed.is_set():
            try:
                number, attempt = todo.get_nowait()
            except queue.Empty:
                return
            try:
                good, result = self._ask(name, jobs[number])
            except (EOFError, OSError, ValueError):
                if self._closed.is_set():
                    return
                self._forget(name)
                if attempt < ATTEMPTS:
                    todo.put((number, attempt + 1))
                    continue
                good, result = False, EngineError(_gone(number))
            except Exception as error:  # what cannot be sent is the caller's to know
                good, result = False, error
            done.put((number, good, result))

    def _ask(self, name: int, job: Job) -> tuple[bool, Any]:
        process = self._process(name)
        if process.stdin is None or process.stdout is None:
            raise EOFError
        send(cast("BinaryIO", process.stdin), job)
        answer: tuple[bool, Any] = receive(cast("BinaryIO", process.stdout))
        return answer

    def _process(self, name: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed.is_set():
                raise EOFError
            if name not in self._processes:
                self._processes[name] = subprocess.Popen(
                    [sys.executable, "-c", "from earmark.engines.worker import main; main()"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                )
            return self._processes[name]

    def _forget(self, name: int) -> None:
        """Let go of a worker that died; the next job gets a new one."""
        with self._lock:
            process = self._processes.pop(name, None)
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _gone(number: int) -> str:
    return (
        f"the worker that counted part {number} ended {ATTEMPTS} times, each time before it was done; if memory ran "
        "out, give --memory more, or --workers fewer"
    )
