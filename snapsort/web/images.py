"""Pictures as bytes: thumbnails, and whole ones. A picture is a number; no path comes from a request."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from snapsort.errors import PhotoError
from snapsort.photos import fingerprint, read_content
from snapsort.photos.kinds import HEAD_BYTES, Kind, find_kind
from snapsort.records import EmbeddedPhoto
from snapsort.reviewing import Pictures, Review
from snapsort.thumbnails import SIZES_PX, thumbnail
from snapsort.web.queries import check_picture, read_choice

HASH_DIGITS = 12
FULL_SIZE_PX = 16_384
"""Of a picture that browsers do not show, its JPEG is not larger; their own limit is a little above."""

SHOWN_BY_BROWSERS: dict[Kind, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
_SANDBOX = "default-src 'none'; sandbox"


class Images:
    """Serves the pictures of a review, with as many threads as there are processors."""

    def __init__(self, review: Review, *, workers: int) -> None:
        self._review = review
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="pictures")
        self._contents: tuple[Pictures | None, dict[str, EmbeddedPhoto]] = (None, {})

    async def thumb(self, request: Request) -> Response:
        """`GET /thumb/i`."""
        photo = self._photo(request)
        size = read_choice(request, "size", [str(size_px) for size_px in SIZES_PX])
        make = partial(
            thumbnail,
            photo.photo.file,
            photo.fingerprint,
            size_px=int(size),
            folder=self._review.request.keeping.thumbnails,
            max_pixels=self._review.request.embed.max_pixels,
        )
        content = await asyncio.get_running_loop().run_in_executor(self._pool, make)
        return _image(content, "image/jpeg", request)

    async def picture(self, request: Request) -> Response:
        """`GET /picture/i`: the file's own bytes where browsers show them, else a JPEG of its full size."""
        read = partial(_read_shown, self._photo(request), max_pixels=self._review.request.embed.max_pixels)
        content, media_type = await asyncio.get_running_loop().run_in_executor(self._pool, read)
        return _image(content, media_type, request)

    def close(self) -> None:
        """Begin no more work."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _photo(self, request: Request) -> EmbeddedPhoto:
        """The picture that is meant; where the request says which content it expects, only that.

        Numbers change when pictures move. A page that has not heard of it gets what it means.
        """
        pictures = self._review.standing.pictures
        photo = pictures.photos[check_picture(request.path_params["picture"], "picture", self._review)]
        expected = request.query_params.get("v")
        if expected is None or photo.fingerprint[:HASH_DIGITS] == expected:
            return photo
        found = self._by_content(pictures).get(expected)
        if found is None:
            raise HTTPException(404, "there is no such picture any more")
        return found

    def _by_content(self, pictures: Pictures) -> dict[str, EmbeddedPhoto]:
        if self._contents[0] is not pictures:
            photos = reversed(pictures.photos)  # of twins the first one counts
            self._contents = (pictures, {photo.fingerprint[:HASH_DIGITS]: photo for photo in photos})
        return self._contents[1]


def _read_shown(photo: EmbeddedPhoto, *, max_pixels: int) -> tuple[bytes, str]:
    content = read_content(photo.photo.file)
    if fingerprint(content) != photo.fingerprint:  # whatever lies there now, it is not what was asked for
        raise PhotoError("changed", "it changed after it was scanned")
    kind = find_kind(content[:HEAD_BYTES])
    if kind is None:
        raise PhotoError("unsupported_kind", "its content is not a picture of a kind that is read")
    if kind in SHOWN_BY_BROWSERS:
        return content, SHOWN_BY_BROWSERS[kind]
    from snapsort.thumbnails.make import make_thumbnail

    return make_thumbnail(content, size_px=FULL_SIZE_PX, max_pixels=max_pixels), "image/jpeg"


def _image(content: bytes, media_type: str, request: Request) -> Response:
    """A picture that can do nothing but be shown; kept by the browser where its address names the content."""
    is_named = "v" in request.query_params
    keeping = "private, max-age=31536000, immutable" if is_named else "no-store"
    headers = {"Cache-Control": keeping, "Content-Security-Policy": _SANDBOX, "Content-Disposition": "inline"}
    return Response(content, media_type=media_type, headers=headers)
