"""What is known of each picture, as a table for other programs: CSV, Parquet or NPZ."""

from __future__ import annotations

from snapsort.features.table import FeatureRequest, Features, make_features
from snapsort.features.write import FORMATS, check_format, write_features

__all__ = ["FORMATS", "FeatureRequest", "Features", "check_format", "make_features", "write_features"]
