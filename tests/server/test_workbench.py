"""The pages are served from one folder, and nothing beside it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.server.kit.transaction import Database
from tests.server.world import Clock, Visitor, World


@pytest.fixture
def visitor(tmp_path: Path, database: Database, clock: Clock) -> Visitor:
    """A visitor of a server with two pages, and a secret beside the folder."""
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>Earmark</title>")
    (static / "assets" / "app-1a2b.js").write_text("const x = 1;" * 1000)
    (tmp_path / "secret.txt").write_text("secret")
    (static / "link.txt").symlink_to(tmp_path / "secret.txt")
    return World.new(tmp_path / "data", database, clock, static=static).visitor()


@pytest.mark.parametrize("path", ["/", "/projects/x/annotate", "/join"])
def test_addresses_of_the_pages_get_the_first_page(visitor: Visitor, path: str) -> None:
    response = visitor.get(path)

    assert (response.status_code, response.text) == (200, "<title>Earmark</title>")
    assert response.headers["Cache-Control"] == "no-cache"


def test_built_files_are_kept_for_good_and_compressed(visitor: Visitor) -> None:
    response = visitor.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip"})

    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.text.startswith("const x")


@pytest.mark.parametrize("path", ["/assets/none.js", "/api/none", "/api"])
def test_what_is_missing_is_missing(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%5c..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/link.txt",
    ],
)
def test_no_address_leads_out_of_the_folder(visitor: Visitor, path: str) -> None:
    response = visitor.get(path)

    assert "secret" not in response.text
    assert "root:" not in response.text


def test_pages_are_only_read(visitor: Visitor) -> None:
    assert visitor.post("/", {}).status_code == 405
