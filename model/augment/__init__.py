"""Changes to a radiograph that leave its diagnosis alone."""
