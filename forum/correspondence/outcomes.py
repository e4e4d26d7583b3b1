"""What became of a letter, in the exit codes of sysexits.h, which mail servers understand."""

from dataclasses import dataclass

TAKEN, UNREADABLE, NO_SUCH_ADDRESS, LATER, REFUSED = 0, 65, 67, 75, 77


@dataclass(frozen=True, slots=True)
class Outcome:
    """A code for the mail server, a word for the table and the log, a sentence for the administrator."""

    code: int
    word: str
    reason: str = ""

    @property
    def reply(self) -> str:
        """The answer over LMTP."""
        status = {
            TAKEN: "250 2.0.0", UNREADABLE: "554 5.6.0", NO_SUCH_ADDRESS: "550 5.1.1", REFUSED: "550 5.7.1",
        }.get(self.code, "451 4.3.0")  # fmt: skip
        return f"{status} {self.reason or self.word}"


def worst(outcomes: list[Outcome]) -> Outcome:
    """The one that counts when a message went to several addresses: once taken, it must not come again."""
    later = [each for each in outcomes if each.code == LATER]
    taken = [each for each in outcomes if each.code == TAKEN]
    return (later or taken or outcomes)[0]
