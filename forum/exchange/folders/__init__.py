"""Documents as people keep them: folders and archives of Markdown with front matter, ODT, DOCX."""
