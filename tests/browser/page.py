"""The review page as a test sees and uses it: what is written on it, and what can be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request

PATIENCE_MS = 60_000


class ReviewPage:
    """A browser window that shows a review, ready to be used.

    Attributes:
        mistakes: errors of the page's own code, and what the browser refused to load.
        foreign_requests: requests to anywhere but the server.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.mistakes: list[str] = []
        self.foreign_requests: list[str] = []
        self._origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", self._note_error)
        page.on("console", self._note_message)
        page.on("request", self._note_request)
        page.goto(address)
        page.wait_for_selector("body.ready #pictures[aria-busy=false]", state="attached")
        self.wait_for_paint()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, path: str) -> None:
        """Make a picture the current one, by a click.

        Tiles are used again: one drawn anew while it is aimed at shows another picture when it is hit.
        """
        self.wait_for_paint()
        self.tile(path).click(position={"x": 40, "y": 40})

    def tile(self, path: str) -> Locator:
        """The tile of a picture, by the beginning of what is read aloud."""
        name = path.rpartition("/")[2]
        return self.page.locator(f'.tile:not([hidden])[aria-label^="{name}:"]')

    def folder(self, name: str) -> Locator:
        """The button of a filter or folder at the side."""
        return self.page.locator("#side .row", has=self.page.get_by_text(name, exact=True))

    def count(self, name: str) -> int:
        """The number that stands beside a filter or folder."""
        self.wait_for_paint()
        return int(self.folder(name).locator(".total").inner_text().replace(",", ""))

    def slide(self, label: str, threshold: float) -> None:
        """Move the slider of a label, as a drag does: it moves, then it is let go."""
        self._drag(f"How sure for {label}", threshold)

    def slide_margin(self, margin: float) -> None:
        """Move the slider that says how far ahead the likeliest label must be."""
        self._drag("How far ahead of the second", margin)

    def button(self, name: str) -> Locator:
        """A button by the beginning of its words."""
        return self.page.get_by_role("button", name=name)

    def dialog(self) -> Locator:
        """What is asked for in between."""
        return self.page.locator("dialog[open]")

    def headings(self) -> list[str]:
        """The headings of the gallery, in order."""
        return self.page.locator(".heading h2").all_inner_texts()

    def moves(self) -> int:
        """How many pictures the page would move."""
        self.wait_for_paint()
        words = self.page.locator("#top .primary").inner_text().split()
        return int(words[1].replace(",", "")) if words[1].replace(",", "").isdecimal() else 0

    def shown_names(self) -> list[str]:
        """The pictures in the gallery that are drawn, in order."""
        names: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll(".tile:not([hidden])")]
                .sort((a, b) => a.getAttribute("aria-posinset") - b.getAttribute("aria-posinset"))
                .map((tile) => tile.getAttribute("aria-label").split(":")[0])"""
        )
        return names

    def fates(self) -> dict[str, str]:
        """What is said of each picture that is drawn: "goes to receipts", "stays where it is"."""
        labels = self.page.locator(".tile:not([hidden])").evaluate_all(
            "tiles => tiles.map((tile) => tile.getAttribute('aria-label'))"
        )
        return {label.partition(":")[0]: label.partition("; ")[2].rpartition(", ")[0] for label in labels}

    def plan(self) -> dict[str, str]:
        """The server's own plan: final places by path, below the root."""
        moves: list[tuple[str, str]] = self.page.evaluate(
            """async () => {
                const headers = {"Content-Type": "application/json"};
                const answer = await fetch("/api/plan", {method: "POST", headers, body: "{}"});
                const {paths} = await (await fetch("/api/pictures")).json();
                return (await answer.json()).moves.map(({picture, to}) => [paths[picture], to]);
            }"""
        )
        return dict(moves)

    def wait_for_paint(self) -> None:
        """Wait until what was done shows: the page draws once a frame."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def settle(self) -> None:
        """Wait until everything that was said and slid is with the server."""
        self.page.wait_for_timeout(200)  # longer than the page waits before it sends a slider's place
        self.page.wait_for_load_state("networkidle")

    def _drag(self, slider: str, share: float) -> None:
        self.page.get_by_label(slider, exact=True).evaluate(
            """(slider, value) => {
                slider.value = value;
                slider.dispatchEvent(new Event("input"));
                slider.dispatchEvent(new Event("change"));
            }""",
            100 * share,
        )

    def _note_error(self, error: Error) -> None:
        self.mistakes.append(str(error))

    def _note_message(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        is_late = "/thumb/" in where  # asked for when its picture was just being moved
        if message.type == "error" and not is_late:
            self.mistakes.append(f"{message.text} {where}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self._origin, "data:", "blob:")):
            self.foreign_requests.append(request.url)
