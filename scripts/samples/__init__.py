"""Synthetic radiographs to try the light box with: composites that depict no patient."""
