"""Pages of sheets, exports, open data, and the catalogue on other sites."""

from forum.exchange.views import archive, elsewhere, folders, open_data, out, sheets
from forum.exchange.views.ground import bp

__all__ = ["archive", "bp", "elsewhere", "folders", "open_data", "out", "sheets"]
