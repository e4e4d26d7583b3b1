"""Polls as pages, programs and the worker need them."""

from forum.polls.queries.one import asked, options_of, placed
from forum.polls.queries.shown import OptionRow, OwnVoice, PollRow, one_shown, polls_of
from forum.polls.queries.voices import VoiceRow, ballots_of, due, ending, receipt_of, voices_of, words

__all__ = [
    "OptionRow", "OwnVoice", "PollRow", "VoiceRow", "asked", "ballots_of", "due", "ending", "one_shown", "options_of", "placed",
    "polls_of", "receipt_of", "voices_of", "words",
]  # fmt: skip
