"""The HTTP side: signed requests to the app's own address. Never decides what to send, never retries by itself."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException

from bot.sandbox.delivery import NO_RETRY, Delivery, Envelope, Outcome
from bot.sandbox.workspace import Json

ANSWER_LIMIT = 300_000


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature: HMAC-SHA256 over "v0:timestamp:body", in hex."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


class SignedHttp:
    """Sends events, interactions and commands to one URL, as Slack does when Socket Mode is off."""

    def __init__(self, url: str, secret: str, ack_seconds: float = 3.0) -> None:
        self.url, self.secret, self.ack_seconds = url, secret, ack_seconds

    def attempt(self, delivery: Delivery, number: int, reason: str) -> Outcome:
        """Posts once (a doubled event twice) and reads the answer: any 2xx within the time is an acknowledgement."""
        body, kind = _body(delivery)
        headers = {"Content-Type": kind, "Accept": "*/*"}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        outcome = self._post(body, headers)
        return self._post(body, headers) if delivery.doubled and number == 0 else outcome

    def verify(self) -> bool:
        """Does what Slack does when the URL is saved: sends a challenge and expects it back."""
        challenge = {"token": "sandbox", "challenge": "kickstand-challenge", "type": "url_verification"}
        outcome = self._post(json.dumps(challenge).encode(), {"Content-Type": "application/json"})
        answer = outcome.answer.get("challenge") if isinstance(outcome.answer, dict) else outcome.answer
        return outcome.acked and answer == challenge["challenge"]

    def _post(self, body: bytes, headers: dict[str, str]) -> Outcome:
        now = str(int(time.time()))
        signed = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature(self.secret, now, body)}
        request = urllib.request.Request(self.url, data=body, headers=headers | signed, method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self.ack_seconds) as response:  # noqa: S310
                return Outcome(True, answer=_answer(response.read(ANSWER_LIMIT)))
        except urllib.error.HTTPError as error:
            no_retry = error.headers.get("X-Slack-No-Retry") == "1"
            return Outcome(False, reason=NO_RETRY if no_retry else "http_error")
        except TimeoutError:
            return Outcome(False, reason="http_timeout")
        except (OSError, HTTPException) as error:
            timed_out = isinstance(getattr(error, "reason", None), TimeoutError)
            return Outcome(False, reason="http_timeout" if timed_out else "connection_failed")


def _body(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind is Envelope.EVENT:
        return json.dumps(delivery.payload).encode(), "application/json"
    fields: Json = delivery.payload
    if delivery.kind is Envelope.INTERACTIVE:
        fields = {"payload": json.dumps(delivery.payload)}
    return urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _answer(raw: bytes) -> object:
    text = raw.decode("utf-8", "replace")
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}
