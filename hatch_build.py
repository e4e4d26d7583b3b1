"""Compiles the catalogues (.po → .mo) into the wheel; the .mo are not kept in the repository."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    """Called by hatchling for each build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write each .mo beside its .po and name it as an artifact."""
        for po in Path(self.root).glob("forum/translations/*/LC_MESSAGES/*.po"):
            with po.open("rb") as source:
                catalogue = read_po(source)
            with po.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalogue)
            build_data["artifacts"].append(str(po.with_suffix(".mo").relative_to(self.root)))
