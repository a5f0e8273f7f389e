"""Measures of answers, computed from arrays: shares, curves and sets, with bootstrap intervals."""
