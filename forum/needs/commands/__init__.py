"""Voicing a need, standing behind it, carrying it upward, answering it."""

from forum.needs.commands.ladder import address, answer, relay, send_back, settle
from forum.needs.commands.support import support, withdraw
from forum.needs.commands.voice import describe, voice

__all__ = ["address", "answer", "describe", "relay", "send_back", "settle", "support", "voice", "withdraw"]
