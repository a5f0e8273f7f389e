"""From labelled films to weights: data, loss, schedule, checkpoints."""
