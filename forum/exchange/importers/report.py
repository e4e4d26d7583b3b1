"""What an import did, line by line where something was refused."""

from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from forum.core.i18n import _, ngettext

SHOWN = 20  # refused lines on the screen; all of them are in the file


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken."""

    line: int
    id: str
    why: str


@dataclass(slots=True)
class Report:
    """Counts, and each refused line with its reason."""

    dry_run: bool = False
    made: int = 0
    changed: int = 0
    skipped: int = 0
    refused: list[Refused] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)  # fields that nobody reads
    messages: int = 0  # of a mailing list: each discussion holds some
    unlinked: int = 0  # links to publications that are not here
    files_left: list[str] = field(default_factory=list)  # attachments that were not taken
    guide: str = ""  # the title of the guide that a folder became
    refused_file: str = ""
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {**asdict(replace(self, ignored=Counter())), "ignored": dict(self.ignored)}

    def sentences(self) -> list[str]:
        """For people."""
        n = len(self.refused)
        found = [
            _("Dry run: nothing was changed.") if self.dry_run else "",
            _(
                "%(made)s made, %(changed)s changed, %(skipped)s unchanged, %(refused)s refused (%(seconds)s s)",
                made=self.made, changed=self.changed, skipped=self.skipped, refused=n, seconds=round(self.seconds, 1),
            ),
        ]  # fmt: skip
        if self.messages:
            found.append(ngettext("%(n)s message imported", "%(n)s messages imported", self.messages))
        found += [
            _("line %(line)s%(id)s: %(why)s", line=each.line, id=f" ({each.id})" if each.id else "", why=each.why)
            for each in self.refused[:SHOWN]
        ]
        if n > SHOWN:
            found.append(ngettext("… and %(n)s more line", "… and %(n)s more lines", n - SHOWN))
        if self.refused_file:
            found.append(_("Refused lines, to be corrected and imported again: %(file)s", file=self.refused_file))
        if self.ignored:
            names = ", ".join(f"{name} ({count})" for name, count in self.ignored.most_common(10))
            found.append(_("Fields that are not read: %(names)s", names=names))
        if self.unlinked:
            found.append(
                ngettext(
                    "%(n)s link to a publication that is not here",
                    "%(n)s links to publications that are not here",
                    self.unlinked,
                )
            )
        if self.files_left:
            found.append(_("Files that were not taken: %(names)s", names=", ".join(self.files_left[:10])))
        if self.guide:
            found.append(_("In order, as the guide “%(title)s”", title=self.guide))
        return [each for each in found if each]
