"""Which files the demo folder has: names, times, and how each is drawn and saved."""

from __future__ import annotations

from demo import companions, encode, paper
from demo.photographs import photograph
from demo.records import other, picture
from demo.screenshots import SCREENSHOTS
from demo.surfaces import photographed, scanned

RECEIPTS = (
    picture(
        "IMG_2041.JPG",
        "2026-02-14T13:02:51",
        lambda rng: photographed(paper.till_receipt(rng), rng, surface="wood", size=(1080, 1440), turn=6),
        encode.phone_jpeg,
    ),
    picture(
        "20260131_131502.jpg",
        "2026-01-31T13:15:02",
        lambda rng: photographed(
            paper.till_receipt(rng, paper="#f4ecd8"), rng, surface="cloth", size=(1080, 1440), turn=-4
        ),
        encode.turned_jpeg,
    ),
    picture(
        "IMG-20260221-WA0007.jpg",
        "2026-02-21T10:44:00",
        lambda rng: photographed(paper.till_receipt(rng), rng, surface="stone", size=(1080, 1440), turn=-11),
        encode.messenger_jpeg,
    ),
    picture(
        "scan0007.jpg",
        "2026-01-04T17:10:12",
        lambda rng: scanned(paper.till_receipt(rng), rng, size=(760, 1340), turn=1.2),
        encode.jpeg,
    ),
    picture(
        "scan0008.tif",
        "2026-01-04T17:11:40",
        lambda rng: scanned(paper.till_receipt(rng, ink="#807d86"), rng, size=(760, 1340), turn=-0.8),
        encode.gray_tiff,
    ),
    picture(
        "領収書 2026-02.jpg",
        "2026-02-26T19:27:30",
        lambda rng: photographed(paper.till_receipt(rng), rng, surface="wood", size=(1280, 1280), turn=14),
        encode.jpeg,
    ),
    picture("Invoice_2026-0142.png", "2026-02-17T08:00:00", paper.invoice, encode.png),
    picture(
        "Rechnung März.jpg",
        "2026-03-03T11:36:45",
        lambda rng: photographed(
            paper.invoice(rng, color="#a33b20"), rng, surface="wood", size=(1080, 1440), turn=-2
        ),
        encode.phone_jpeg,
    ),
    picture(
        "Taxes 2025/fuel.webp",
        "2025-10-09T15:50:03",
        lambda rng: photographed(paper.till_receipt(rng), rng, surface="stone", size=(900, 1200), turn=3),
        encode.webp,
    ),
)

DOCUMENTS = (
    picture(
        "scan0003.jpg",
        "2026-03-02T14:09:55",
        lambda rng: scanned(paper.letter(rng), rng, size=(1240, 1754), turn=0.6),
        encode.jpeg,
    ),
    picture(
        "IMG_2052.JPG",
        "2026-02-18T20:15:33",
        lambda rng: photographed(paper.letter(rng), rng, surface="stone", size=(1080, 1440), turn=2),
        encode.phone_jpeg,
    ),
    picture("Antrag_Parkausweis.png", "2026-01-22T09:12:00", paper.form, encode.png),
    picture("chart.png", "2026-01-15T10:03:21", lambda rng: paper.chart(rng, "bars"), encode.png),
    picture(
        "download (1).png", "2026-01-15T10:04:02", lambda rng: paper.chart(rng, "curve"), encode.indexed_png
    ),
)

PHOTOGRAPHS = (
    picture(
        "DSC_0142.JPG",
        "2025-09-20T09:41:18",
        lambda rng: photograph(rng, "china.jpg", (0, 0, 640, 427)),
        encode.reflex_jpeg,
    ),
    picture(
        "DSC_0143.JPG",
        "2025-09-20T09:43:02",
        lambda rng: photograph(rng, "china.jpg", (60, 10, 330, 300), width=1080),
        encode.reflex_jpeg,
    ),
    picture(
        "DSC_0150.JPG",
        "2025-09-20T11:20:47",
        lambda rng: photograph(rng, "flower.jpg", (0, 0, 640, 427), tone="vivid"),
        encode.reflex_jpeg,
    ),
    picture(
        "IMG_2043.JPG",
        "2026-02-15T16:20:09",
        lambda rng: photograph(rng, "flower.jpg", (150, 60, 480, 300)),
        encode.phone_jpeg,
    ),
    picture(
        "IMG_2043 (1).JPG",
        "2026-02-15T16:20:09",
        lambda rng: photograph(rng, "flower.jpg", (150, 60, 480, 300)),
        encode.phone_jpeg,
        like="IMG_2043.JPG",
    ),
    picture(
        "IMG_2044.HEIC",
        "2026-02-15T16:22:31",
        lambda rng: photograph(rng, "china.jpg", (330, 100, 640, 427), tone="warm", width=800),
        encode.heic,
    ),
    picture(
        "PXL_20260214_101530123.jpg",
        "2026-02-14T10:15:30",
        lambda rng: photograph(rng, "china.jpg", (100, 0, 380, 400), width=900),
        encode.turned_jpeg,
    ),
    picture(
        "photo_2026-01-02_15-44-08.jpg",
        "2026-01-02T15:44:08",
        lambda rng: photograph(rng, "flower.jpg", (100, 20, 640, 420), tone="dark", width=800),
        encode.messenger_jpeg,
    ),
    picture(
        "Fotos Oma/Sommerpalast.jpg",
        "2025-09-20T10:02:14",
        lambda rng: photograph(rng, "china.jpg", (20, 0, 460, 330), tone="gray", width=1000),
        encode.jpeg,
    ),
    picture(
        "Fotos Oma/Dahlie.png",  # a JPEG under a wrong name
        "2025-09-21T08:30:00",
        lambda rng: photograph(rng, "flower.jpg", (120, 30, 520, 330), tone="warm", width=1000),
        encode.jpeg,
    ),
    picture(
        "IMG_2066.JPG",
        "2026-02-25T12:00:38",
        lambda rng: photograph(rng, "china.jpg", (0, 120, 420, 427)),
        encode.truncated_jpeg,
    ),
)

PICTURES = (*SCREENSHOTS, *RECEIPTS, *DOCUMENTS, *PHOTOGRAPHS)
BROKEN = "IMG_2066.JPG"

OTHER_FILES = (
    other("DSC_0142.xmp", "2025-09-22T20:00:00", companions.xmp_sidecar(4)),
    other("DSC_0150.JPG.xmp", "2025-09-22T20:01:00", companions.xmp_sidecar(5)),
    other("IMG_2041.MOV", "2026-02-14T13:02:51", companions.live_video()),
    other(
        "PXL_20260214_101530123.jpg.json",
        "2026-02-14T10:15:30",
        companions.takeout_json("PXL_20260214_101530123.jpg", 1771064130),
    ),
    other("todo.txt", "2026-03-03T23:59:00", companions.TODO),
)
