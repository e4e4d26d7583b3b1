"""Sheets and guides on paper and in files: PDF, ODT, EPUB, Markdown. Made apart, with limits, kept by content."""
