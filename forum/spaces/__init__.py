"""Places to talk: tied to a territory or a theme; public, members-only or private. Memberships and roles."""
