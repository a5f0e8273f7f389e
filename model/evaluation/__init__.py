"""Figures on films that the network has not learnt from, and the model card."""
