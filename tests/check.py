"""What `./dev check` runs: formatting, lint, types, layers, and what no file of the project may hold."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400
SOURCES = {".py", ".ts", ".tsx"}
GENERATED = ROOT / "workbench/src/api/generated.ts"


def run(*command: str) -> bool:
    """Run a tool of the environment; say what failed."""
    tool = Path(sys.executable).parent / command[0]
    done = subprocess.run([str(tool), *command[1:]], cwd=ROOT, check=False)
    if done.returncode:
        print(f"check: {' '.join(command)} failed", file=sys.stderr)
    return done.returncode == 0


def tracked() -> list[Path]:
    """Return the project's own files."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def no_long_files() -> bool:
    """A file above 400 lines probably holds two ideas."""
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in tracked()
        if path.suffix in SOURCES
        and path != GENERATED
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    ]
    return report("files above 400 lines", long)


def no_addresses_in_locks() -> bool:
    """Lock files record hashes, never where a package was downloaded."""
    found = []
    for path in tracked():
        if path.name.endswith(".lock") or path.name == "package-lock.json":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                # npm keeps the addresses of those who ask for funding; a download's address is "resolved".
                address = '"resolved"' in line if path.suffix == ".json" else "://" in line
                if address:
                    found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    return report("addresses in lock files", found)


def no_machine_paths() -> bool:
    """The project speaks of itself, not of the machine it was written on."""
    here = re.compile(r"(?<![\w.])" + re.escape(str(ROOT.parent)) + "/")
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if here.search(text):
            found.append(str(path.relative_to(ROOT)))
    return report("paths of this machine", found)


def workbench() -> bool:
    """Types, lint and tests of the workbench, with the Node it is built with."""
    if not (ROOT / "workbench/node_modules").is_dir() and not npm("ci"):
        return False
    return api_types() and npm("run", "check")


def api_types() -> bool:
    """What the pages know of the server's answers is what the server says of them."""
    described = ROOT / "workbench/node_modules/.openapi.json"
    done = subprocess.run(
        [sys.executable, "-m", "earmark.cli.openapi", str(described)], cwd=ROOT, check=False
    )
    if done.returncode:
        print("check: the server could not describe its addresses", file=sys.stderr)
        return False
    before = GENERATED.read_bytes() if GENERATED.is_file() else b""
    with tempfile.TemporaryDirectory() as folder:
        now = Path(folder) / GENERATED.name
        if not npm("exec", "--", "openapi-typescript", str(described), "--output", str(now)):
            return False
        same = now.read_bytes() == before
    if not same:
        name = GENERATED.relative_to(ROOT)
        print(
            f"check: the server has changed since {name} was made; run `npm run types` in workbench/",
            file=sys.stderr,
        )
    return same


def npm(*arguments: str) -> bool:
    """Run npm in the workbench; say what failed."""
    sys.path.insert(0, str(ROOT))
    import hatch_build

    command, env = hatch_build.npm()
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT / "workbench", env=env, check=False, capture_output=True, text=True
    )
    if done.returncode:
        said = done.stdout[-4000:] + done.stderr[-2000:]
        print(f"check: npm {' '.join(arguments)} failed\n{said}", file=sys.stderr)
    return done.returncode == 0


def report(what: str, found: list[str]) -> bool:
    """Print what was found; return whether nothing was."""
    for line in found:
        print(f"check: {what}: {line}", file=sys.stderr)
    return not found


def main() -> int:
    """Run all checks, the quick ones first, and return 0 when every one holds."""
    held = [
        no_long_files(),
        no_addresses_in_locks(),
        no_machine_paths(),
        run("ruff", "format", "--check", "--quiet", "."),
        run("ruff", "check", "--quiet", "."),
        run("lint-imports", "--no-cache"),
        run("mypy"),
        workbench(),
    ]
    print("check: all holds" if all(held) else "check: see above", file=sys.stderr)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
