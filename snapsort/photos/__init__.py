"""Pictures in: a directory tree becomes photos, a photo's content becomes a fingerprint and upright pixels.

Importing this room loads no decoder; `decode` loads the one that it needs.
"""

from snapsort.photos.capture import Capture, read_capture, read_capture_time_s
from snapsort.photos.content import fingerprint, fingerprint_file, read_content
from snapsort.photos.crops import crop_views
from snapsort.photos.decode import MAX_PIXELS, decode
from snapsort.photos.details import read_details
from snapsort.photos.looks import make_look, read_look
from snapsort.photos.scan import Scan, scan
from snapsort.photos.smaller import Resize, make_smaller, smaller_name
from snapsort.photos.walk import ScanOptions

__all__ = [
    "MAX_PIXELS",
    "Capture",
    "Resize",
    "Scan",
    "ScanOptions",
    "crop_views",
    "decode",
    "fingerprint",
    "fingerprint_file",
    "make_look",
    "make_smaller",
    "read_capture",
    "read_capture_time_s",
    "read_content",
    "read_details",
    "read_look",
    "scan",
    "smaller_name",
]
