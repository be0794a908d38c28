"""Files that belong to a photograph or only lie beside it: sidecars, a Live Photo's video, a note."""

from __future__ import annotations

import json

TODO = b"""Saturday
- return the tent
- receipts for Jonas!!
- sort ALL these pictures some day
"""


def xmp_sidecar(rating: int) -> bytes:
    """What a photo editor knows of a picture."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="{rating}"/>
 </rdf:RDF>
</x:xmpmeta>
""".encode()


def live_video() -> bytes:
    """The shell of a QuickTime film: its type, and a box of nothing."""
    return (
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  "
        + (8 + 4096).to_bytes(4, "big")
        + b"mdat"
        + bytes(4096)
    )


def takeout_json(title: str, timestamp: int) -> bytes:
    """What Google Takeout writes beside a picture."""
    facts = {"title": title, "photoTakenTime": {"timestamp": str(timestamp)}, "people": [{"name": "Mara"}]}
    return json.dumps(facts, indent=2).encode()
