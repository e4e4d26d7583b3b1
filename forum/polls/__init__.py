"""Polls under any message: one answer, several, in order of preference, or a date that suits; by person or by
organisation. Kinds do not know them: they come by slots."""
