"""What stands in the address of a request, checked."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request

from snapsort.reviewing import Review

MAX_FOUND = 10_000
MAX_LETTERS = 1_000
MAX_DIGITS = 9


def read_picture(request: Request, name: str, review: Review) -> int:
    """The number of a picture that there is; 404 when there is none."""
    return check_picture(request.query_params.get(name, ""), name, review)


def check_picture(text: str, name: str, review: Review) -> int:
    """The number that the text is, of a picture that there is."""
    row = _whole_number(text, name)
    if row >= len(review.standing.pictures):
        raise HTTPException(404, "there is no such picture")
    return row


def read_most(request: Request, default: int) -> int:
    """How many are wanted."""
    return min(_whole_number(request.query_params.get("most", str(default)), "most"), MAX_FOUND)


def read_choice(request: Request, name: str, choices: Sequence[str]) -> str:
    """One of a few words; the first when it is left out."""
    word = request.query_params.get(name, choices[0])
    if word not in choices:
        raise HTTPException(400, f"{name} must be one of {', '.join(choices)}")
    return word


def read_words(request: Request) -> str:
    """The words that are searched for."""
    words = request.query_params.get("words", "").strip()
    if not words or len(words) > MAX_LETTERS:
        raise HTTPException(400, f"words must be a text of up to {MAX_LETTERS} letters")
    return words


def _whole_number(text: str, name: str) -> int:
    """`isdecimal` alone would let digits of other scripts through."""
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
        raise HTTPException(400, f"{name} must be a whole number")
    return int(text)
