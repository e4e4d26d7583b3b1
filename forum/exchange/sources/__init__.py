"""Sources of resources: read on time, what they say is proposed to curators."""
