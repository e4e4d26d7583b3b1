"""Pages of sheets, exports, open data, and the catalogue on other sites."""

from forum.exchange.views import elsewhere, open_data, out, sheets
from forum.exchange.views.ground import bp

__all__ = ["bp", "elsewhere", "open_data", "out", "sheets"]
