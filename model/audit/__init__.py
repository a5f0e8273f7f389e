"""What was answered: one line for each answer, each holding the hash of the one before."""
