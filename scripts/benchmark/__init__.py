"""The race behind `python -m scripts.benchmark`: contenders in processes of their own, and rounds.

Thread pools of two runtimes in one process get in each other's way, and a peak of memory cannot
be taken back; so every contender starts in a fresh process, is timed to its first answer, and then
goes on warm. Rounds alternate between contenders, which spreads whatever else the machine does.
"""
