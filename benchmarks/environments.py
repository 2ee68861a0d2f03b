"""The environments of oracles and peers: made on demand from lock files, beside the project's own, ignored by git."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["ENVIRONMENTS", "ROOT", "ask", "make", "python_of"]

ROOT = Path(__file__).resolve().parent.parent
ORACLES = ROOT / "benchmarks" / "oracles"
PEERS = ROOT / "benchmarks" / "peers"
ENVIRONMENTS = {
    "oracles": ORACLES / "requirements.lock",
    "irrcac": ORACLES / "irrcac.lock",
    "label-studio": PEERS / "label_studio.lock",
}
ON_DEMAND = {"label-studio"}
"""Large, and asked for by one bench only: installed when that bench runs."""


def python_of(name: str) -> Path:
    """Return the interpreter of an environment, made first where it is missing or out of date."""
    make(name)
    return ROOT / f".venv-{name}" / "bin" / "python"


def make(name: str) -> None:
    """Install an environment, exactly as locked; do nothing where it stands already.

    Raises subprocess.CalledProcessError when a package cannot be installed.
    """
    lock = ENVIRONMENTS[name]
    place = ROOT / f".venv-{name}"
    stamp = place / ".key"
    key = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == key:
        return
    print(f"benchmarks: installing {place.name}", file=sys.stderr)
    uv = Path(sys.executable).parent / "uv"
    subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, place], check=True)
    python = place / "bin" / "python"
    install = ["pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", str(lock)]
    subprocess.run([uv, *install], check=True)
    stamp.write_text(key, encoding="ascii")


def lock(name: str) -> None:
    """Write the lock file of an environment anew, with hashes and without addresses."""
    uv = Path(sys.executable).parent / "uv"
    stem = ENVIRONMENTS[name].relative_to(ROOT).with_suffix("")
    options = ["-q", "--universal", "--generate-hashes", "--no-header", "--python-version", "3.11"]
    target = ["-o", f"{stem}.lock", f"{stem}.in"]
    subprocess.run([uv, "pip", "compile", "--upgrade", *options, *target], check=True, cwd=ROOT)


def ask(name: str, script: str, question: dict[str, Any]) -> dict[str, Any]:
    """Run a script of `benchmarks/oracles` in an oracle environment: JSON in, JSON out."""
    done = subprocess.run(
        [python_of(name), ORACLES / script],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise RuntimeError(f"{script} failed in {name}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main(arguments: list[str]) -> int:
    """Install the oracle environments; with `--lock`, write all lock files anew first."""
    for name in ENVIRONMENTS:
        if "--lock" in arguments:
            lock(name)
        if name not in ON_DEMAND:
            print(f"{name}: {python_of(name).relative_to(ROOT)}")
    return 0
