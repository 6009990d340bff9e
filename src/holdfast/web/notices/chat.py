"""The chat of a team: which addresses are let through, how they are kept, and saying one line there.

Only services whose host apprise itself knows: an address that names a host could reach into the network of
the company. Whoever has an address may write into the chat, so that it is kept encrypted and never shown.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import digest
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.notices.mailing import NotTakenError

if TYPE_CHECKING:
    from apprise.plugins import NotifyBase

SERVICES = {
    "slack": "Slack",
    "discord": "Discord",
    "gchat": "Google Chat",
    "tgram": "Telegram",
    "wxteams": "Webex",
}
"""Scheme of an address to the service that it is of."""
_AS_COPIED = (
    (re.compile(r"https://hooks\.slack\.com/services/(\w+)/(\w+)/(\w+)/?"), "slack://{}/{}/{}"),
    (re.compile(r"https://discord(?:app)?\.com/api/webhooks/(\d+)/([\w-]+)/?"), "discord://{}/{}"),
    (
        re.compile(
            r"https://chat\.googleapis\.com/v1/spaces/([\w-]+)/messages\?key=([\w-]+)&token=([\w=%-]+)"
        ),
        "gchat://{}/{}/{}",
    ),
    (
        re.compile(r"https://(?:webexapis\.com|api\.ciscospark\.com)/v1/webhooks/incoming/(\w+)/?"),
        "wxteams://{}",
    ),
)
"""What the services themselves show to be copied."""
# No question mark: options of apprise can read files, change hosts or leave certificates unchecked.
_PLAIN = re.compile(rf"(?:{'|'.join(SERVICES)})://[A-Za-z0-9._~:@#+/=-]{{8,400}}")
_SECONDS = 5.0
_LONGEST = 1_900
"""What a chat shows without folding it, and less than the least of the services takes."""
_PINGS = re.compile(r"[<>@&*_~`|\[\]]")
"""What chats read as a call to everybody, or as marks."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of an address: the service, and its last letters.

    Attributes:
        service: Its name.
        ending: Enough to tell two apart, and not enough to write there.
        is_readable: False where it was kept under another secret key: it has to be typed anew.
    """

    service: str
    ending: str
    is_readable: bool = True


def address_of(typed: str) -> str:
    """The address as apprise takes it, from what somebody copied or typed.

    Raises:
        InputError: It is of no service that we send to.
    """
    text = typed.strip()
    for pattern, form in _AS_COPIED:
        found = pattern.fullmatch(text)
        if found is not None:
            text = form.format(*(one.replace("%3D", "=") for one in found.groups()))
    if not _PLAIN.fullmatch(text) or _plugin(text) is None:
        raise InputError(
            "the chat",
            "it is no address that we know",
            f"one of {', '.join(SERVICES.values())}",
            "Copy the webhook address from the chat, or write it as slack://… without options",
        )
    return text


def sealed(address: str) -> str:
    """As it is kept: encrypted with a key that comes from the application's own, which no database holds."""
    return _box().encrypt(address.encode()).decode()


def opened(kept: str) -> str:
    """The address again; empty where it was kept under another key."""
    try:
        return _box().decrypt(kept.encode()).decode() if kept else ""
    except InvalidToken:
        return ""


def shown(kept: str) -> Shown | None:
    """What a page may show of it; None where there is none."""
    if not kept:
        return None
    address = opened(kept)
    if not address:
        return Shown("The chat", "", is_readable=False)
    return Shown(SERVICES[address.partition(":")[0]], address[-4:])


def say(kept: str, text: str) -> None:
    """Say one line in a chat, once.

    Raises:
        NotTakenError: The service did not take it.
    """
    plugin = _plugin(opened(kept))
    if plugin is None:
        raise NotTakenError("the chat", "its address cannot be read any more", is_final=True)
    if not plugin.notify(body=text, body_format="text"):
        raise NotTakenError("the chat", "did not take it")


def longest(kept: str) -> int:
    """Letters that a chat takes at once; 0 where its address cannot be read any more."""
    plugin = _plugin(opened(kept))
    return 0 if plugin is None else min(int(plugin.body_maxlen), _LONGEST)


def without_pings(name: str) -> str:
    """Somebody's name, so that it calls nobody and marks nothing."""
    return " ".join(_PINGS.sub(" ", name).split())


def _plugin(address: str) -> NotifyBase | None:
    """The service of an address, ready to send; None where it cannot be read as one.

    Each scheme leads to one class: apprise's own way loads all services, and goes by what the address says.
    """
    from apprise import AppriseAsset  # noqa: PLC0415 - a third of a second, which few processes pay

    made = _classes().get(address.partition(":")[0])
    told = made.parse_url(address) if made is not None else None
    if made is None or not told:
        return None
    asset = AppriseAsset(secure_logging=True, async_mode=False, http_redirects=False)
    try:
        plugin: NotifyBase = made(**{**told, "asset": asset})
    except TypeError:  # how apprise refuses what is no key of the service
        return None
    plugin.socket_connect_timeout = plugin.socket_read_timeout = _SECONDS
    return plugin


def _classes() -> dict[str, type[NotifyBase]]:
    from apprise.plugins.discord import NotifyDiscord  # noqa: PLC0415 - as above
    from apprise.plugins.google_chat import NotifyGoogleChat  # noqa: PLC0415
    from apprise.plugins.slack import NotifySlack  # noqa: PLC0415
    from apprise.plugins.telegram import NotifyTelegram  # noqa: PLC0415
    from apprise.plugins.webexteams import NotifyWebexTeams  # noqa: PLC0415

    made = (NotifySlack, NotifyDiscord, NotifyGoogleChat, NotifyTelegram, NotifyWebexTeams)
    return dict(zip(SERVICES, made, strict=True))


def _box() -> Fernet:
    key = digest(settings.SECRET_KEY.encode(), b"holdfast.notices.chat", sha256)
    return Fernet(urlsafe_b64encode(key))
