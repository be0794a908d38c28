"""The frame of a page: what it shows, its style, its script, and a policy under which it can load nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from snapsort.outputs import OWN_MARK
from snapsort.words import printable

ASSETS = Path(__file__).with_name("assets")
STATIC = Path(__file__).parents[1] / "web" / "static"
"""The review page's files; colors and map are the same there and here."""

_IMPORT = re.compile(r"^import\b[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)


def make_page(
    *, title: str, body: str, styles: Sequence[Path], scripts: Sequence[Path] = (), data: object = None
) -> bytes:
    """A whole page.

    The policy allows the styles and the script by their hashes, pictures from within, and nothing else: no
    request, no form, no script that somebody's file name might bring along.

    Args:
        title: plain text.
        body: HTML, already escaped.
        styles: files, put one after the other behind the colors of all pages.
        scripts: modules, put together into one; what they import of each other must come first.
        data: what the script finds as JSON in the element `data`.
    """
    style = "".join(path.read_text("utf-8") for path in (STATIC / "colors.css", *styles))
    script = bundle(scripts)
    policy = [
        "default-src 'none'",
        "img-src data:",
        f"style-src '{_hash(style)}'",
        *([f"script-src '{_hash(script)}'"] if script else []),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f"<meta {OWN_MARK}>\n",
        f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(policy)}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n',
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n",
        f'<script type="application/json" id="data">{_json(data)}</script>\n' if data is not None else "",
        f'<script type="module">{script}</script>\n' if script else "",
        "</body>\n</html>\n",
    ]
    return "".join(parts).encode("utf-8")


def text(words: object) -> str:
    """Words as HTML: nothing in them is markup, and names of any bytes can be shown."""
    return html.escape(printable(str(words)), quote=True)


def bundle(scripts: Sequence[Path]) -> str:
    """Modules as one: without their imports of each other. They must not use a name twice."""
    return "".join(_EXPORT.sub("", _IMPORT.sub("", path.read_text("utf-8"))) for path in scripts)


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _json(data: object) -> str:
    """JSON that cannot end the element that it stands in. Names that are no text become escapes."""
    written = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return written.translate(_ESCAPES)


_ESCAPES: Mapping[int, str] = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}
