"""Fetching, from a small hub of our own on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from snapsort.errors import ModelUnavailable, UsageError
from snapsort.models import choose_model, fetch_model
from snapsort.models.known import CLIP_B32

COMMIT = "0123456789abcdef" * 2 + "01234567"
FILES = {
    "config.json": b'{"model_type": "clip"}',
    "preprocessor_config.json": b"{}",
    "tokenizer.json": b'{"version": "1.0"}',
    "model.safetensors": b"weights" * 1000,
    "pytorch_model.bin": b"pickle",
    "own_code.py": b"print('no')",
}


class Hub(ThreadingHTTPServer):
    """The part of the hub's interface that fetching a model uses."""

    def __init__(self, repositories: dict[str, dict[str, bytes]]) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.repositories = repositories
        self.fetched: list[str] = []
        self.damaged = ""
        self.stumbles = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        for repo_id, files in self.server.repositories.items():
            if path.startswith(f"/api/models/{repo_id}/tree/") and self.server.stumbles:
                self.server.stumbles -= 1
                return self.send(b"{}", status=503)
            if path.startswith(f"/api/models/{repo_id}/tree/"):
                return self.send(json.dumps([describe(name, files[name]) for name in files]).encode())
            if path.startswith(f"/api/models/{repo_id}"):
                return self.send(json.dumps({"id": repo_id, "sha": COMMIT, "siblings": []}).encode())
            if path.startswith(f"/{repo_id}/resolve/"):
                return self.send_file(path.rpartition("/")[2], files, with_body=with_body)
        return self.send(b"{}", status=404, headers={"X-Error-Code": "RepoNotFound"})

    def send_file(self, name: str, files: dict[str, bytes], *, with_body: bool) -> None:
        commit = self.path.split("/resolve/")[1].split("/")[0]
        headers = {"ETag": f'"{describe(name, files[name])["oid"]}"', "X-Repo-Commit": commit}
        content = files[name]
        if with_body:
            self.server.fetched.append(name)
            content = content.swapcase() if name == self.server.damaged else content
        self.send(content, headers=headers, with_body=with_body)

    def send(
        self,
        content: bytes,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        with_body: bool = True,
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        pass


def describe(name: str, content: bytes) -> dict[str, object]:
    """A file in a listing; large ones are named by their SHA-256, as the hub does."""
    digest = hashlib.sha256(content).hexdigest()
    is_large = name.endswith(("safetensors", "bin"))
    return {"type": "file", "path": name, "size": len(content), "oid": digest if is_large else digest[:40]}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = Hub({"some/model": FILES, CLIP_B32.repo_id: FILES})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_fetched_model_is_complete_and_chosen_from_then_on(hub: Hub, tmp_path: Path) -> None:
    source = fetch_model("some/model", hub_cache=tmp_path, offline=False, endpoint=hub.address)

    chosen = choose_model("some/model", setting=None, hub_cache=tmp_path)
    assert (source.id, source.revision) == ("some/model", COMMIT)
    assert (chosen.key, chosen.folder) == (source.key, source.folder)
    assert (source.folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]


def test_nothing_that_can_run_code_is_fetched(hub: Hub, tmp_path: Path) -> None:
    fetch_model("some/model", hub_cache=tmp_path, offline=False, endpoint=hub.address)

    assert sorted(hub.fetched) == [
        "config.json",
        "model.safetensors",
        "preprocessor_config.json",
        "tokenizer.json",
    ]


def test_a_known_model_is_fetched_at_its_pinned_commit_and_once(hub: Hub, tmp_path: Path) -> None:
    first = fetch_model("clip-b32", hub_cache=tmp_path, offline=False, endpoint=hub.address)
    fetched = list(hub.fetched)
    again = fetch_model("clip-b32", hub_cache=tmp_path, offline=True)

    assert first.key == f"openai/clip-vit-base-patch32@{CLIP_B32.revision}"
    assert again == first
    assert hub.fetched == fetched


def test_progress_counts_the_bytes_and_prints_nothing(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    counts: list[int] = []

    fetch_model(
        "some/model", hub_cache=tmp_path, offline=False, endpoint=hub.address, on_progress=counts.append
    )

    assert counts == sorted(counts)
    assert counts[-1] == sum(len(FILES[name]) for name in hub.fetched)
    assert capfd.readouterr() == ("", "")


def test_offline_nothing_is_asked_of_the_hub(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="offline"):
        fetch_model("clip-b32", hub_cache=tmp_path, offline=True, endpoint=hub.address)

    assert hub.fetched == []
    assert list(tmp_path.iterdir()) == []


def test_a_repository_without_safetensors_is_refused(hub: Hub, tmp_path: Path) -> None:
    hub.repositories["some/model"] = {name: FILES[name] for name in FILES if name != "model.safetensors"}

    with pytest.raises(ModelUnavailable, match="no complete weights in safetensors form"):
        fetch_model("some/model", hub_cache=tmp_path, offline=False, endpoint=hub.address)


def test_weights_that_are_not_what_their_hash_says_are_refused(hub: Hub, tmp_path: Path) -> None:
    hub.damaged = "model.safetensors"

    with pytest.raises(ModelUnavailable, match="damaged on the way"):
        fetch_model("some/model", hub_cache=tmp_path, offline=False, endpoint=hub.address)
    with pytest.raises(ModelUnavailable):
        choose_model("some/model", setting=None, hub_cache=tmp_path)
    hub.damaged = ""
    source = fetch_model("some/model", hub_cache=tmp_path, offline=False, endpoint=hub.address)
    assert (source.folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]


def test_a_repository_that_does_not_exist_is_named(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no public repository no/such"):
        fetch_model("no/such", hub_cache=tmp_path, offline=False, endpoint=hub.address)


def test_without_a_connection_the_error_says_so(hub: Hub, tmp_path: Path) -> None:
    address = hub.address.replace(str(hub.server_port), "9")  # the discard port, where nothing listens

    with pytest.raises(ModelUnavailable, match="fetching some/model failed") as refusal:
        fetch_model("some/model", hub_cache=tmp_path, offline=False, endpoint=address)

    assert "connection" in refusal.value.hint


def test_of_a_retry_the_hubs_library_says_nothing(hub: Hub, tmp_path: Path) -> None:
    hub.stumbles = 1
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    logging.getLogger("huggingface_hub").addHandler(handler)

    fetch_model("clip-b32", hub_cache=tmp_path, offline=False, endpoint=hub.address)

    logging.getLogger("huggingface_hub").removeHandler(handler)
    assert (hub.stumbles, said.getvalue()) == (0, "")


@pytest.mark.parametrize("name", ["builtin", "clip", "/tmp"])
def test_what_is_no_repository_cannot_be_fetched(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no model"):
        fetch_model(name, hub_cache=tmp_path, offline=False)
