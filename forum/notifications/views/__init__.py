"""Pages about being told: the list, what one follows, what comes by mail, unsubscribing."""

from forum.notifications.views import following, mail, stopping, told

__all__ = ["following", "mail", "stopping", "told"]
