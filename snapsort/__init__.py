"""Sorts a messy folder of pictures by what they show, locally and reversibly."""

__version__ = "0.1.0"
