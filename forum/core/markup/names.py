"""What the renderer may know of people and items: given by the caller, who has checked what is public."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Names:
    """People by lower-case handle (url, display name), public items by id (url, title, kind), our own address."""

    people: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    items: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    base_url: str = ""


NO_NAMES = Names()
