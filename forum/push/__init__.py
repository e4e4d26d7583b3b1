"""What is told on a phone or a computer that asked for it, through the push service of its browser."""
