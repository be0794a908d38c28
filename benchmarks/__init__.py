"""Measurements of snapsort: how right, how fast, how soon. `python -m benchmarks.run` runs them."""
