"""Push services that may be spoken to: those of the browsers, and nobody else.

A browser names an address, and this server will post to it: without a list, whoever signs up could have it speak to
any machine of its network.
"""

from urllib.parse import urlsplit

from forum.core.errors import Invalid
from forum.core.i18n import _

# Of Chrome and its relatives, Firefox, Edge, Safari. FORUM_PUSH_SERVICES adds others.
KNOWN = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "push.services.mozilla.com", "notify.windows.com",
    "push.apple.com",
)  # fmt: skip


def check(endpoint: str, more: tuple[str, ...]) -> None:
    """Raises Invalid for an address of nobody known. `more`: domains, or whole origins (http://127.0.0.1:8123)."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if f"{parts.scheme}://{parts.netloc}" in more:
        return
    domains = (*KNOWN, *(each for each in more if "://" not in each))
    known = any(host == domain or host.endswith(f".{domain}") for domain in domains)
    if not known or parts.scheme != "https" or port not in (None, 443) or parts.username or len(endpoint) > 2000:
        raise Invalid(_("The service of this browser is not known here: ask the administrator to add it."))
