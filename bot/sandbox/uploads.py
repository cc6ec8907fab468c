"""The files that the app uploads: first a promise, then bytes, then shared. Never decides who may see one."""

import mimetypes
import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.sandbox.workspace import Json


@dataclass(eq=False)
class Upload:
    """One file. `key` stands in its addresses and is its only protection; Slack would ask for a token as well."""

    id: str
    name: str
    length: int
    owner: str
    created: int
    alt_text: str = ""
    title: str = ""
    content: bytes | None = None
    shared: bool = False
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def json(self, base: str) -> Json:
        """A file object; `base` is the server's address."""
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        file: Json = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": kind,
            "filetype": self.name.rpartition(".")[2].lower(),
            "user": self.owner,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "size": self.length,
            "url_private": f"{base}/files-pri/{self.key}",
            "url_private_download": f"{base}/files-pri/{self.key}",
        }
        return file | ({"alt_txt": self.alt_text} if self.alt_text else {})


class Uploads:
    """All files of one workspace."""

    def __init__(self) -> None:
        self._files: dict[str, Upload] = {}

    def add(self, upload: Upload) -> None:
        """Remembers a file that was promised."""
        self._files[upload.id] = upload

    def get(self, id: str) -> Upload | None:
        """The file with this id."""
        return self._files.get(id)

    def by_key(self, key: str) -> Upload | None:
        """The file whose addresses carry this key."""
        return next((each for each in self._files.values() if each.key == key), None)

    def clear(self) -> None:
        """Forgets all."""
        self._files.clear()


async def receive(upload: Upload | None, request: Request) -> Response:
    """Takes the bytes, raw or as multipart form. Another length than promised is refused (with what: unverified)."""
    if upload is None or upload.content is not None:
        return PlainTextResponse("not found", status_code=404)
    content = await _content(request)
    if content is None or len(content) != upload.length:
        return PlainTextResponse("the file has not the length that was promised", status_code=400)
    upload.content = content
    return PlainTextResponse(f"OK - {upload.length}")


async def _content(request: Request) -> bytes | None:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        files = [each for each in form.values() if not isinstance(each, str)]
        return await files[0].read() if files else None


def give(upload: Upload | None) -> Response:
    """The bytes of a file that was shared, to be saved and never to be shown."""
    if upload is None or upload.content is None or not upload.shared:
        return PlainTextResponse("not found", status_code=404)
    headers = {
        "Content-Disposition": "attachment",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(upload.content, media_type="application/octet-stream", headers=headers)
