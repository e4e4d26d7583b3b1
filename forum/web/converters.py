"""Numbers in addresses: as large as those of the database, so that a larger one is no page rather than an error."""

from flask import Flask
from werkzeug.routing import IntegerConverter

from forum.core.paging import LARGEST


class Number(IntegerConverter):
    """`<int:item_id>`."""

    def __init__(self, map, fixed_digits=0, min=None, max=LARGEST, signed=False):  # type: ignore[no-untyped-def]
        super().__init__(map, fixed_digits, min, max, signed)


def setup(app: Flask) -> None:
    """Before any route."""
    app.url_map.converters["int"] = Number
