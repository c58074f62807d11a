"""The command line, runnable from a clone: ``python publish.py`` is the installed ``publish``."""

from publisher.cli import main

main()
