"""Practice documents: what works, kept true by revisions, states and review dates."""
