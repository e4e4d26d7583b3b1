"""A mailing list's archive: messages → conversations → discussions with their answers."""
