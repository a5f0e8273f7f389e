"""Commands of `python -m model`, a file each: `add_arguments(parser)`, `run(arguments) -> int`."""
