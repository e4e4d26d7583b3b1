"""`python -m forum` is the same as the console script."""

from forum.cli import main

if __name__ == "__main__":
    main()
