"""`snapsort review` as a user runs it: a process, an address, a browser's requests, Ctrl-C."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from tests.cli.lines import Lines, loaded_modules, tree

Snapsort = Callable[..., Lines]

PATIENCE_S = 60
DONE = {
    "DSC_0142.JPG",
    "receipts/fuel.webp",
    "receipts/scan0007.jpg",
    "screenshots/Capture.PNG",
    "screenshots/IMG_2077.PNG",
}


@dataclass(frozen=True)
class Browser:
    """A browser that has opened the address which the process printed."""

    process: subprocess.Popen[str]
    opener: OpenerDirector
    base: str

    def ask(self, path: str, body: object = None) -> dict[str, object]:
        """The JSON of an answer; with a body, of a POST."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.base + path, data, {"Content-Type": "application/json"} if data else {})
        with self.opener.open(request, timeout=PATIENCE_S) as answer:
            record = json.load(answer)
            assert isinstance(record, dict)
            return record

    def wait_for_pictures(self) -> dict[str, object]:
        """The session, when the pictures are there."""
        session = self.ask("/api/session")
        while session["revision"] == 0:
            assert session["state"] == "loading", session
            time.sleep(0.05)
            session = self.ask("/api/session")
        return session

    def finish(self, path: str, body: object) -> dict[str, object]:
        """What a task came to."""
        task = self.ask(path, body)["task"]
        record = self.ask(f"/api/tasks/{task}")
        while record["state"] == "running":
            time.sleep(0.05)
            record = self.ask(f"/api/tasks/{task}")
        assert record["state"] == "done", record
        result = record["result"]
        assert isinstance(result, dict)
        return result

    def apply(self) -> dict[str, object]:
        """Carry out the plan as it is."""
        return self.finish("/api/apply", {"plan": self.ask("/api/plan", {})["plan"]})

    def end(self) -> int:
        """The exit code, once the process has ended."""
        return self.process.wait(PATIENCE_S)


@contextmanager
def reviewed(*arguments: object) -> Iterator[Browser]:
    """A review in a process of its own, and its page in a browser."""
    command = [sys.executable, "-m", "snapsort", "review", *map(str, arguments), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            opener = build_opener(HTTPCookieProcessor(CookieJar()))
            with opener.open(address, timeout=PATIENCE_S) as page:
                assert page.status == 200
            yield Browser(process, opener, address.partition("/?")[0])
        finally:
            process.kill()


def test_a_folder_is_reviewed_put_right_carried_out_and_taken_back_by_undo(
    snapsort: Snapsort, pictures: Path
) -> None:
    before = tree(pictures)
    with reviewed(pictures) as browser:
        session = browser.wait_for_pictures()
        assert session["photos"] == 5
        paths = browser.ask("/api/pictures")["paths"]
        assert isinstance(paths, list)
        assert browser.apply()["moved"] == 4
        assert set(tree(pictures)) == DONE
        browser.ask("/api/stop", {})
        assert browser.end() == 0
    assert "review" not in snapsort("history").err
    assert snapsort("undo", "--yes").code == 0
    assert tree(pictures) == before


def test_what_is_said_there_counts_for_sorting_and_learning(snapsort: Snapsort, pictures: Path) -> None:
    with reviewed(pictures) as browser:
        browser.wait_for_pictures()
        paths = browser.ask("/api/pictures")["paths"]
        assert isinstance(paths, list)
        change = {"picture": paths.index("DSC_0142.JPG"), "label": "receipts"}
        browser.ask("/api/said", {"changes": [change]})
        browser.process.kill()  # what was said survives this
        browser.end()
    kept = [record for record in snapsort("corrections", "--json").records if record["type"] == "correction"]
    assert [(record["label"], record["source"]) for record in kept] == [("receipts", "review")]
    with reviewed(pictures) as browser:
        browser.wait_for_pictures()
        browser.apply()
    assert "receipts/DSC_0142.JPG" in tree(pictures)


def test_sorted_pictures_are_shown_where_they_lie(snapsort: Snapsort, pictures: Path) -> None:
    assert snapsort(pictures, "--yes").code == 0
    with reviewed(pictures) as browser:
        session = browser.wait_for_pictures()
        columns = browser.ask("/api/pictures")
        assert columns["here"] == [-1, 1, 1, 0, 0]
        assert browser.ask("/api/plan", {})["moves"] == []
        run = session["run"]
        assert isinstance(run, dict)
        assert browser.finish("/api/undo", {"run": run["id"]})["restored"] == 4
    assert "IMG_2077.PNG" in tree(pictures)


def test_ctrl_c_ends_it_well(user: Path, pictures: Path) -> None:
    with reviewed(pictures) as browser:
        browser.process.send_signal(signal.SIGINT)
        assert browser.end() == 0
        assert browser.process.stderr is not None
        assert "Traceback" not in browser.process.stderr.read()


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="browsers are started in other ways elsewhere"
)
def test_the_browser_is_started_with_an_address_that_works_once(
    user: Path, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, opened = tmp_path / "bin" / "xdg-open", tmp_path / "opened"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    command = [sys.executable, "-m", "snapsort", "review", str(pictures)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.readline().strip()
        while not opened.is_file():
            time.sleep(0.01)
        address = opened.read_text().strip()
        assert printed.partition("token=")[2] not in address
        with build_opener(HTTPCookieProcessor(CookieJar())).open(address, timeout=PATIENCE_S) as page:
            assert page.status == 200
        with pytest.raises(HTTPError, match="403"):
            build_opener(HTTPCookieProcessor(CookieJar())).open(address, timeout=PATIENCE_S)
        process.kill()


def test_json_gives_the_address_as_a_record(user: Path, pictures: Path) -> None:
    command = [sys.executable, "-m", "snapsort", "review", str(pictures), "--no-browser", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        record = json.loads(process.stdout.readline())
        process.kill()
    assert record["type"] == "review"
    assert record["address"].startswith("http://127.0.0.1:")


def test_where_sorting_is_refused_a_review_is(snapsort: Snapsort, user: Path) -> None:
    result = snapsort("review", user, "--no-browser")
    assert result.code == 4
    assert "home folder" in result.err


def test_numbering_belongs_to_sort(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort("review", pictures, "--number", "--no-browser")
    assert result.code == 2
    assert "--number" in result.err


def test_help_loads_no_server(pictures: Path) -> None:
    assert loaded_modules("review", "--help") & {"uvicorn", "starlette", "numpy", "torch"} == set()


def test_a_promise_that_cannot_be_made_is_refused_before_the_page(snapsort: Snapsort, pictures: Path) -> None:
    result = snapsort("review", pictures, "--max-error", "0.05", "--no-browser")
    assert result.code == 2
    assert "cannot be promised" in result.err
