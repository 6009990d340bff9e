"""What every answer tells the browser it may do: nothing but what the pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def content_security_policy(issuer: str) -> str:
    """The policy of all pages. A form may also lead to the OpenID provider, whose origin is `issuer`'s."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(issuer)) if issuer else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            f"form-action 'self' {origin}".rstrip(),
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the policy, and that no page with somebody's data is kept by a cache on the way."""
    policy = content_security_policy(settings.DEPLOYMENT.oidc_issuer)

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer
