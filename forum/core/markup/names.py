"""What the renderer may know of people and items: given by the caller, who has checked what is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Names:
    """People by lower-case handle (url, display name), public items by id (url, title, kind), our own address,
    pictures by id."""

    people: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    items: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    base_url: str = ""
    pictures: Mapping[int, "Shown"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was attached: `![words](file:12)` shows it. `copies`: address and width, the lightest first."""

    width: int
    height: int
    alt: str
    copies: Sequence[tuple[str, int]]


NO_NAMES = Names()
