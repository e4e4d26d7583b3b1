"""Asking, voting, keeping. `vote` is what the page, programs and letters call."""

from forum.polls.commands.ask import Wanted, ask, change
from forum.polls.commands.keep import close, close_due, decide, remind, restore, schedule, undecide, withdraw
from forum.polls.commands.vote import take_back, vote

__all__ = [
    "Wanted", "ask", "change", "close", "close_due", "decide", "remind", "restore", "schedule", "take_back", "undecide", "vote",
    "withdraw",
]  # fmt: skip
