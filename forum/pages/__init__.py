"""Pages that gather: home, space, territory, profile, help, legal."""
