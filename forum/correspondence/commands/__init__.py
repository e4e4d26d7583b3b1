"""What letters do here."""
