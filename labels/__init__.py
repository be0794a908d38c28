"""The ready-made label sets. A package, so that the build takes them along."""
