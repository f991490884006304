"""Measures speed and size on the embedded database, as ratios in one run where a bare figure would say little."""
