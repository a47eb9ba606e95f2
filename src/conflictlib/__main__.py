"""``python -m conflictlib`` is the command ``conflictlib``."""

from conflictlib.cli import main

if __name__ == "__main__":
    main()
