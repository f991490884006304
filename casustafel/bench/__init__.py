"""Measures speed and size on the embedded database: ratios in one run where a figure would say little."""
