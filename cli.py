"""The program in a checkout: ``python cli.py …`` is the same as the installed ``jixiao …``.

Comes in: the command line. Goes out: whatever ``extractor.cli`` does. Is no part of
the wheel, so that no module named ``cli`` lands among other people's packages.
"""

from extractor.cli import main

if __name__ == "__main__":
    main()
