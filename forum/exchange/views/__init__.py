"""Pages of sheets, sources, exports, open data, and the catalogue on other sites."""

from forum.exchange.views import archive, elsewhere, folders, open_data, out, proposals, sheets, sources
from forum.exchange.views.ground import bp

__all__ = ["archive", "bp", "elsewhere", "folders", "open_data", "out", "proposals", "sheets", "sources"]
