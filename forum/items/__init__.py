"""Item, the supertype of threads, documents, resources and needs, and all that is the same for the four:
messages, revisions, reactions, links, watches, drafts."""
