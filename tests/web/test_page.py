"""What the page is told and what it does, as the wire contract in docs/REVIEW.md has it."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image

from snapsort.corrections import CorrectionStore
from snapsort.embeddings import LazyEncoder
from snapsort.errors import ModelUnavailable
from snapsort.heads import head_file
from snapsort.records import Label
from tests.embeddings.fakes import GREEN, RED
from tests.reviewing.made import COLORS, make_request, names, paint, wait
from tests.web.conftest import PICTURES, Page, opened

EVIL = "<img src=x onerror=alert(1)>"


def test_the_session_says_what_there_is(page: Page) -> None:
    session = page.get("/api/session")
    assert isinstance(session, dict)
    assert session["labels"][0] == {
        "name": "reds",
        "folder": "reds",
        "negative": False,
        "threshold": 0.5,
        "margin": 0.0,
    }
    assert session["labels"][2]["negative"] is True
    expected = {
        "root": str(page.root),
        "revision": 1,
        "photos": 5,
        "state": "ready",
        "problems": [],
        "head": None,
        "run": None,
        "model": "color@1",
        "limits": {"threshold": 0.5, "margin": 0.0},
    }
    assert {key: session[key] for key in expected} == expected


def test_columns_are_of_one_length_and_in_path_order(page: Page) -> None:
    columns = page.get("/api/pictures")
    assert isinstance(columns, dict)
    assert columns.pop("revision") == 1
    assert {len(column) for column in columns.values()} == {5}
    assert columns["paths"] == sorted(PICTURES)
    assert columns["here"] == [-1, -1, -1, -1, 1]
    assert columns["kinds"] == ["png"] * 5
    assert (columns["widths"][0], columns["heights"][0]) == (8, 8)
    assert columns["hashes"][0] == page.review.standing.pictures.photos[0].fingerprint[:12]


def test_probabilities_are_rows_of_floats(page: Page) -> None:
    content = page.client.get("/api/probabilities").content
    values = np.frombuffer(content, dtype="<f4").reshape(5, 3)
    assert values.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert values.argmax(axis=1)[[0, 1, 2]].tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("path", "dtype", "shape"),
    [
        ("/api/order", "<u4", (5,)),
        ("/api/map?dims=2&method=neighbors", "<f4", (5, 2)),
        ("/api/map?dims=3&method=neighbors", "<f4", (5, 3)),
    ],
)
def test_views_are_made_once_and_then_at_hand(
    page: Page, path: str, dtype: str, shape: tuple[int, ...]
) -> None:
    first = page.client.get(path)
    assert first.status_code == 202
    task = page.review.find_task(first.json()["task"])
    assert task is not None
    wait(task)
    assert page.client.get(f"/api/tasks/{task.id}").json()["state"] == "done"
    second = page.client.get(path)
    assert second.status_code == 200
    values = np.frombuffer(second.content, dtype=dtype)
    assert values.size == np.prod(shape)
    if path == "/api/order":
        assert sorted(values.tolist()) == list(range(5))
    if "map" in path:
        assert np.abs(values).max() <= 1


def test_clusters_come_with_their_names(page: Page) -> None:
    task = page.review.find_task(page.client.get("/api/clusters").json()["task"])
    assert task is not None
    wait(task)
    found = page.client.get("/api/clusters").json()
    assert len(found["clusters"]) == 5
    assert max(found["clusters"]) == len(found["names"]) - 1
    assert all(isinstance(name, str) for name in found["names"])


@pytest.mark.parametrize("dims", [2, 3])
def test_the_quick_map_comes_at_once(page: Page, dims: int) -> None:
    answer = page.client.get(f"/api/map?dims={dims}&method=pca")
    assert answer.status_code == 200
    assert len(answer.content) == 5 * dims * 4


def test_likes_come_nearest_first_without_the_picture_itself(page: Page) -> None:
    found = page.get("/api/alike?picture=1&most=3")
    assert isinstance(found, dict)
    assert found["pictures"][0] == 4
    assert 1 not in found["pictures"]
    assert found["similarity"] == sorted(found["similarity"], reverse=True)
    assert len(found["pictures"]) == 3


def test_words_find_what_they_say_and_with_a_picture_what_is_like_it_too(page: Page) -> None:
    words = "x xxxxxxxxx x"  # the model reads: green
    by_words = page.get(f"/api/search?words={words}&most=2")
    assert isinstance(by_words, dict)
    assert set(by_words["pictures"]) == {1, 4}
    like = page.get(f"/api/search?words={words}&like=1&most=9")
    assert isinstance(like, dict)
    assert like["pictures"][0] == 4
    assert 1 not in like["pictures"]
    assert page.client.get("/api/search?words=").status_code == 400


def test_what_was_said_is_not_asked_for(page: Page) -> None:
    page.post("/api/said", {"changes": [{"picture": 3, "label": "reds"}]})
    suggested = page.get("/api/suggest?most=20")
    assert isinstance(suggested, dict)
    assert sorted(suggested["pictures"]) == [0, 1, 2, 4]


def test_what_is_said_is_on_the_disk_before_the_answer(page: Page) -> None:
    answer = page.post("/api/said", {"changes": [{"picture": 0, "label": "greens"}]})
    assert answer == {"said": [[0, 1]], "corrections": 1}
    kept = CorrectionStore(page.review.request.keeping.corrections_file).read().latest
    assert [str(item.said.folder) for item in kept] == ["greens"]
    assert page.post("/api/said", {"changes": [{"picture": 0, "label": None}]}) == {
        "said": [[0, -1]],
        "corrections": 0,
    }


def test_the_plan_has_final_names_and_is_carried_out_and_taken_back(page: Page) -> None:
    plan = page.post("/api/plan", {})
    moves = plan["moves"]
    assert isinstance(moves, list)
    assert {"picture": 0, "to": "reds/1.png"} in moves
    assert plan["folders"] == {"greens": 1, "reds": 2}
    assert plan["stays"] == 2
    result = page.post("/api/apply", {"plan": plan["plan"]})
    assert (result["moved"], result["problems"]) == (3, [])
    assert names(page.root) == {"reds/1.png", "greens/2.png", "3.png", "greens/4.png", "reds/5.png"}
    session = page.get("/api/session")
    assert isinstance(session, dict)
    assert session["run"] == {"id": result["run"], "moved": 3}
    assert session["revision"] == 2
    taken_back = page.post("/api/undo", {"run": result["run"]})
    assert (taken_back["restored"], taken_back["problems"]) == (3, [])
    assert names(page.root) == set(PICTURES)


def test_a_plan_that_is_not_the_latest_is_a_conflict(page: Page) -> None:
    plan = page.post("/api/plan", {})
    page.post("/api/thresholds", {"labels": {"reds": {"threshold": 1, "margin": 0}}})
    answer = page.client.post("/api/apply", json={"plan": plan["plan"]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_now")
    assert page.post("/api/plan", {})["folders"] == {"greens": 1}
    assert names(page.root) == set(PICTURES)


def test_teaching_shows_what_would_change_and_keeps_nothing_before_it_is_accepted(root: Path) -> None:
    paint(root, {f"more/{i}.png": (250, 5 + i, 5) for i in range(12)})
    paint(root, {f"most/{i}.png": (5 + i, 250, 5) for i in range(12)})
    with opened(root) as page:
        pictures = page.get("/api/pictures")
        assert isinstance(pictures, dict)
        said = [
            {"picture": row, "label": "greens" if path.startswith("more") else "reds"}  # the other way round
            for row, path in enumerate(pictures["paths"])
            if path.startswith("mo") and not path.endswith("/1.png")
        ]
        page.post("/api/said", {"changes": said})
        request = page.review.request
        path = head_file(request.keeping.heads_folder, model=request.head_model, label_set=request.labels)
        before = page.client.get("/api/probabilities").content
        lesson = page.post("/api/teach", {})
        assert set(lesson) >= {"before", "after", "labels", "changes"}
        assert not path.exists()
        assert page.client.get("/api/probabilities").content == before
        page.post("/api/teach/reject", {})
        assert page.client.post("/api/teach/accept", json={}).status_code == 409
        page.post("/api/teach", {})
        assert page.post("/api/teach/accept", {}) == {"revision": 2}
        assert path.exists()
        session = page.get("/api/session")
        assert isinstance(session, dict)
        assert session["head"]["corrections"] == len(said)


def test_with_nothing_said_there_is_nothing_to_learn(page: Page) -> None:
    task = page.review.find_task(page.client.post("/api/teach", json={}).json()["task"])
    assert task is not None
    task.future.exception(60)
    record = page.client.get(f"/api/tasks/{task.id}").json()
    assert (record["state"], record["error"]["code"]) == ("failed", "nothing_to_do")


def test_thumbnails_are_upright_jpegs_that_the_browser_may_keep(page: Page) -> None:
    digits = page.review.standing.pictures.photos[0].fingerprint[:12]
    answer = page.client.get(f"/thumb/0?v={digits}&size=160")
    assert answer.headers["content-type"] == "image/jpeg"
    assert "immutable" in answer.headers["cache-control"]
    assert Image.open(io.BytesIO(answer.content)).size == (8, 8)
    assert page.client.get("/thumb/0?v=0123456789ab").status_code == 404
    assert page.client.get("/thumb/0").headers["cache-control"] == "no-store"


def test_a_page_that_has_not_heard_of_new_numbers_gets_the_pictures_it_means(page: Page) -> None:
    first, second = (photo.fingerprint[:12] for photo in page.review.standing.pictures.photos[:2])
    meant = page.client.get(f"/thumb/1?v={first}")
    assert meant.content == page.client.get(f"/thumb/0?v={first}").content
    assert meant.content != page.client.get(f"/thumb/1?v={second}").content
    whole = page.client.get(f"/picture/1?v={first}")
    assert whole.content == page.review.standing.pictures.photos[0].photo.path.read_bytes()
    assert page.client.get(f"/thumb/9999?v={first}").status_code == 404


def test_a_whole_picture_is_the_file_s_own_bytes_in_a_sandbox(page: Page) -> None:
    answer = page.client.get("/picture/0")
    assert answer.content == (page.root / "1.png").read_bytes()
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_picture_that_browsers_do_not_show_comes_as_a_jpeg(root: Path) -> None:
    Image.new("RGB", (30, 20), RED).save(root / "0.tif")
    with opened(root) as page:
        answer = page.client.get("/picture/0")
        assert answer.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(answer.content)).size == (30, 20)


def test_a_picture_that_has_gone_or_changed_is_not_found(page: Page) -> None:
    (page.root / "1.png").unlink()
    (page.root / "2.png").write_bytes(b"GIF89a and something else")
    for path in ("/picture/0", "/thumb/0", "/picture/1", "/thumb/1"):
        answer = page.client.get(path)
        assert answer.status_code == 404
        assert b"something else" not in answer.content


def test_a_folder_that_became_a_link_to_elsewhere_shows_nothing_of_there(page: Page, tmp_path: Path) -> None:
    inside, outside = page.root / "greens/4.png", tmp_path / "outside/4.png"
    outside.parent.mkdir()
    content = bytearray(inside.read_bytes())
    content[-1] ^= 1
    outside.write_bytes(content)  # as long, and as old
    times = inside.stat().st_atime_ns, inside.stat().st_mtime_ns
    os.utime(outside, ns=times)
    inside.unlink()
    inside.parent.rmdir()
    inside.parent.symlink_to(outside.parent)
    row = len(PICTURES) - 1
    assert page.client.get(f"/picture/{row}").status_code == 404
    assert page.client.get(f"/thumb/{row}").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.4",
        b"GIF89a<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        b"",
    ],
)
def test_what_only_has_a_picture_s_name_is_a_problem_and_never_served(root: Path, content: bytes) -> None:
    (root / "0.jpg").write_bytes(content)
    with opened(root) as page:
        session = page.get("/api/session")
        assert isinstance(session, dict)
        assert [problem["path"] for problem in session["problems"]] == ["0.jpg"]
        assert session["photos"] == len(PICTURES)
        for row in range(len(PICTURES)):
            assert b"alert" not in page.client.get(f"/picture/{row}").content


def test_labels_and_names_that_look_like_markup_stay_text(root: Path) -> None:
    paint(root, {f"{EVIL.replace('/', '')}.png": GREEN})
    evil = Label(EVIL, ("x xxxxxxxxx x",), PurePosixPath("evil"))
    labels = replace(COLORS, labels=(COLORS.labels[0], evil, COLORS.labels[2]))
    with opened(root, request=make_request(root, labels=labels)) as page:
        answer = page.client.get("/api/session")
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["labels"][1]["name"] == EVIL
        said = page.post("/api/said", {"changes": [{"picture": 0, "label": EVIL}]})
        assert said["said"] == [[0, 1]]
        assert b"onerror" not in page.client.get("/").content
        for path in (f"/{EVIL}", f"/api/{EVIL}", f"/thumb/{EVIL}"):
            refused = page.client.get(path)
            assert refused.headers["content-type"] == "application/json"


def test_names_that_are_no_text_can_be_shown_and_moved(root: Path) -> None:
    name = b"\xff\xfe.png"
    try:
        Path(root.as_posix(), name.decode("utf-8", "surrogateescape")).write_bytes(
            (root / "1.png").read_bytes()
        )
    except OSError:
        pytest.skip("this file system wants names to be text")
    with opened(root) as page:
        columns = json.loads(page.client.get("/api/pictures").content)
        assert "\udcff\udcfe.png" in columns["paths"]
        plan = page.post("/api/plan", {})
        assert page.post("/api/apply", {"plan": plan["plan"]})["problems"] == []
        assert (root / "reds" / name.decode("utf-8", "surrogateescape")).exists()


def test_while_pictures_are_read_the_page_is_there_and_says_so(root: Path) -> None:
    with opened(root, is_loaded=False) as page:
        assert page.client.get("/").status_code == 200
        session = page.get("/api/session")
        assert isinstance(session, dict)
        assert session["state"] in ("loading", "ready")
        task = page.client.get(f"/api/tasks/{session['task']}").json()
        assert task["state"] in ("running", "done")


def test_assets_are_known_by_their_content(page: Page) -> None:
    first = page.client.get("/static/index.html")
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    again = page.client.get("/static/index.html", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_can_stop_the_server(page: Page) -> None:
    page.post("/api/stop", {})
    assert page.stops == [True]


def no_model() -> NoReturn:
    raise ModelUnavailable("the model is gone", hint="fetch it")


def test_a_model_that_cannot_be_loaded_is_said_on_the_page(root: Path) -> None:
    with opened(root, model=LazyEncoder("none", no_model), is_loaded=False) as page:
        task = page.review.find_task(str(page.client.get("/api/session").json()["task"]))
        assert task is not None
        assert task.future.exception(60) is not None
        session = page.get("/api/session")
        assert isinstance(session, dict)
        assert session["state"] == "failed"
        assert session["error"] == {
            "code": "model_unavailable",
            "message": "the model is gone",
            "hint": "fetch it",
        }
        refused = page.client.get("/api/pictures")
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_now")
