"""The words that the pictures show. All people, shops and sums are made up; the typeface has ASCII only."""

from __future__ import annotations

from random import Random

PEOPLE = (
    "Mara Lind",
    "Jonas Weber",
    "Priya Nair",
    "Tom Okafor",
    "Lucia Ferri",
    "Kenji Mori",
    "Ada Novak",
    "Sam",
)
STREETS = ("12 Harbor Lane", "4 Mill Road", "88 Orchard Street", "Lindenweg 17", "31 Rue des Halles")
TOWNS = ("Ashford", "Port Elms", "Grunau", "Westbrook", "Saint-Aubin")
SHOPS = (
    "GREEN BASKET",
    "HARBOR CAFE",
    "MUELLER & SONS",
    "CITY HARDWARE",
    "NOODLE CORNER",
    "PAPER LANE BOOKS",
)

ITEMS = (
    ("Bread whole grain", 3.20),
    ("Milk 1L", 1.35),
    ("Eggs free range 10", 3.49),
    ("Tomatoes 0.612 kg", 2.14),
    ("Butter 250 g", 2.79),
    ("Olive oil", 8.95),
    ("Cappuccino", 3.60),
    ("Croissant", 1.90),
    ("Lemonade 0.4", 3.80),
    ("Soup of the day", 6.50),
    ("Screws 4x40 100 pc", 5.49),
    ("Sandpaper P120", 2.25),
    ("Paint white 2.5 l", 19.90),
    ("Notebook A5", 4.95),
    ("Pencil HB 3 pc", 2.40),
    ("Dish soap", 1.85),
    ("Apples 1.204 kg", 3.01),
    ("Pasta 500 g", 1.29),
    ("Coffee beans 1 kg", 14.90),
    ("Deposit 0.25", 0.25),
)

SERVICES = (
    ("Website redesign, phase 2", 1480.0),
    ("Hosting, twelve months", 180.0),
    ("Workshop, half a day", 640.0),
    ("Travel", 86.4),
    ("Photo license", 120.0),
    ("Translation, 2 300 words", 345.0),
    ("Maintenance, hours", 95.0),
)

CHAT = (
    "Are you still coming on Saturday?",
    "Yes! Train gets in at 10:42",
    "Great, I'll pick you up",
    "Could you bring the blue tent? Ours has a hole",
    "sure",
    "And the small stove",
    "Already packed it",
    "What's the weather going to be like?",
    "Sun until four, then maybe a shower. Bring a jacket",
    "ok thanks",
    "Did you see the photos from last week?",
    "Not yet, send me the link",
    "Just sent them. The one at the lake is my favorite",
    "haha that one is great",
    "Dinner at ours on Sunday then",
    "Perfect, see you!",
)

SENTENCES = (
    "The committee met twice in spring and agreed on a simpler plan for the old harbor.",
    "Most of the work was done by volunteers, who came on weekends and brought their own tools.",
    "A second survey showed that the number of swallows had almost doubled within four years.",
    "Nobody expected the small bakery to become the busiest place in town.",
    "The new line opens in autumn and shortens the way to the city by twenty minutes.",
    "Costs rose by a tenth, mainly because of timber, while the schedule stayed as it was.",
    "What matters, she says, is that the result can be repaired by anyone with a screwdriver.",
    "The library will stay open on Thursday evenings from October on.",
    "Readers have sent more than three hundred letters, and most of them were kind.",
    "In the end the bridge was neither moved nor replaced, only painted green.",
)

CODE = (
    "from pathlib import Path",
    "",
    "",
    "class Shelf:",
    '    """Books in the order in which they stand."""',
    "",
    "    def __init__(self, books):",
    "        self.books = list(books)",
    "        self.free = 40 - len(self.books)",
    "",
    "    def add(self, book, place=None):",
    "        if self.free < book.width:",
    '            raise ValueError("the shelf is full")',
    "        place = len(self.books) if place is None else place",
    "        self.books.insert(place, book)",
    "        self.free -= book.width",
    "        return place",
    "",
    "    def find(self, title):",
    "        for place, book in enumerate(self.books):",
    "            if book.title == title:",
    "                return place",
    "        return None",
    "",
    "",
    "def read_shelf(path: Path):",
    "    # one book a line: title, then width in cm",
    "    lines = path.read_text().splitlines()",
    "    return Shelf(parse(line) for line in lines if line)",
    "",
    "",
    "def total_width(shelves):",
    "    return sum(book.width for s in shelves for book in s.books)",
    "",
    "",
    'if __name__ == "__main__":',
    '    shelf = read_shelf(Path("books.txt"))',
    "    print(total_width([shelf]))",
)

SHELL = (
    "$ git status",
    "On branch main",
    "Your branch is up to date with 'origin/main'.",
    "nothing to commit, working tree clean",
    "$ make test",
    "running 214 tests",
    "test_add ........................ ok",
    "test_find ....................... ok",
    "test_full_shelf ................. ok",
    "test_reads_an_empty_file ........ ok",
    "test_unicode_titles ............. FAILED",
    "",
    "    expected: 3",
    "         got: 2",
    "",
    "213 passed, 1 failed in 4.18s",
    "make: *** [Makefile:12: test] Error 1",
    "$ ls -la src",
    "total 48",
    "drwxr-xr-x  4 ada users  4096 Jan 19 08:41 .",
    "drwxr-xr-x 11 ada users  4096 Jan 19 08:40 ..",
    "-rw-r--r--  1 ada users  5120 Jan 19 08:41 books.py",
    "-rw-r--r--  1 ada users  2210 Jan 18 21:07 shelf.py",
    "-rw-r--r--  1 ada users   918 Jan 12 10:15 width.py",
    "$ df -h /",
    "Filesystem      Size  Used Avail Use% Mounted on",
    "/dev/nvme0n1p2  468G  311G  134G  70% /",
    "$ _",
)


def text(rng: Random, sentences: int) -> str:
    """So many sentences, in some order."""
    return " ".join(rng.sample(SENTENCES, sentences))


def address(rng: Random) -> tuple[str, str, str]:
    """A person, a street, a town."""
    return rng.choice(PEOPLE), rng.choice(STREETS), f"{rng.randint(10000, 99999)} {rng.choice(TOWNS)}"
