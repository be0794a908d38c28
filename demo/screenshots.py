"""The screenshots of the demo folder."""

from __future__ import annotations

from demo import apps, desktops, encode, phones
from demo.canvas import BLACK, DARK, LIGHT, NIGHT, WARM
from demo.phones import Phone
from demo.records import picture

TALL, IPHONE, SMALL = (360, 780, 3), (390, 844, 3), (360, 640, 2)

SCREENSHOTS = (
    picture(
        "Screenshot 2026-03-04 at 10.12.33.png",
        "2026-03-04T10:12:33",
        lambda rng: desktops.mac(rng, DARK, apps.editor, title="shelf.py"),
        encode.png,
    ),
    picture(
        "Screenshot 2026-03-04 at 10.14.02.png",
        "2026-03-04T10:14:02",
        lambda rng: desktops.mac(rng, LIGHT, apps.article, title="A new old bridge"),
        encode.png,
    ),
    picture(
        "Screenshot from 2026-01-19 08-55-41.png",
        "2026-01-19T08:55:41",
        lambda rng: desktops.pc(rng, DARK, apps.terminal, title="ada@desk: ~/shelf"),
        encode.png,
    ),
    picture(
        "Bildschirmfoto 2026-02-11 um 19.40.05.png",
        "2026-02-11T19:40:05",
        lambda rng: desktops.mac(rng, LIGHT, apps.calendar, title="Calendar"),
        encode.png,
    ),
    picture(
        "Снимок экрана 2025-12-30 в 22.15.11.png",
        "2025-12-30T22:15:11",
        lambda rng: desktops.pc(rng, NIGHT, apps.dashboard, title="Overview"),
        encode.png,
    ),
    picture(
        "スクリーンショット 2026-02-20 21.03.44.png",
        "2026-02-20T21:03:44",
        lambda rng: phones.chat(rng, Phone(*TALL, DARK)),
        encode.png,
    ),
    picture(
        "IMG_2077.PNG", "2026-02-27T18:02:10", lambda rng: phones.chat(rng, Phone(*IPHONE, LIGHT)), encode.png
    ),
    picture(
        "Screenshot_20260118-203312.png",
        "2026-01-18T20:33:12",
        lambda rng: phones.settings(rng, Phone(*TALL, BLACK)),
        encode.png,
    ),
    picture(
        "Screenshot_20260222_074501_Bank.jpg",
        "2026-02-22T07:45:01",
        lambda rng: phones.bank(rng, Phone(*TALL, LIGHT)),
        encode.jpeg,
    ),
    picture(
        "Unbenannt-1.png",
        "2026-01-08T16:20:00",
        lambda rng: desktops.cropped(rng, LIGHT, apps.preferences, title="Preferences", size=(820, 500)),
        encode.png,
    ),
    picture(
        "image (3).png",
        "2026-02-03T09:31:47",
        lambda rng: desktops.cropped(rng, LIGHT, apps.sheet, title="Expenses 2026", size=(1100, 640)),
        encode.indexed_png,
    ),
    picture(
        "Phone backup/Screenshots/IMG_2080.PNG",
        "2026-03-01T22:47:19",
        lambda rng: phones.music(rng, Phone(*IPHONE, DARK)),
        encode.png,
    ),
    picture(
        "Phone backup/Screenshots/IMG_2081.PNG",
        "2026-03-02T06:58:33",
        lambda rng: phones.settings(rng, Phone(*IPHONE, LIGHT)),
        encode.png,
    ),
    picture(
        "WhatsApp Image 2026-02-02 at 18.21.09.jpeg",
        "2026-02-02T18:21:09",
        lambda rng: phones.route(rng, Phone(*SMALL, LIGHT)),
        encode.messenger_jpeg,
    ),
    picture(
        "Desktop/Capture.PNG",
        "2025-11-28T12:05:26",
        lambda rng: desktops.pc(rng, WARM, apps.shop, title="kitchen & co", size=(1366, 768)),
        encode.png,
    ),
)
