"""What keeps pages true: readers who say that something changed, what is due to be read again, a letter about it."""
