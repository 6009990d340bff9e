"""A token in an address is refused and ended: addresses stand in histories, logs and proxies."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.http import HttpResponse

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.tokens.actions import PATTERN, digest_of, revoke_token
from holdfast.web.tokens.models import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

_SAID = (
    "A token stood in the address, where logs and proxies keep it. It was revoked: make a new one under "
    "Tokens, and send it in the header Authorization: Bearer."
)


def guarded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 for an address that holds a token, whatever it leads to."""

    def answer(request: HttpRequest) -> HttpResponse:
        written = f"{request.path} {unquote(request.META.get('QUERY_STRING', ''))}"
        found = PATTERN.findall(written) if "hf_" in written else []
        if not found:
            return get_response(request)
        _end(found)
        return HttpResponse(_SAID, status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")

    return answer


def _end(texts: list[str]) -> None:
    for token in Token.objects.filter(digest__in=[digest_of(one) for one in texts[:10]], revoked_at=None):
        revoke_token(Actor(None, "api", clock.now()), token, "it stood in an address")
