"""Public repositories with pictures worth learning from: which commit, on what terms, what their paths say.

A folder holds one checkout a repository, named OWNER+NAME. `collect` writes the table of all their pictures.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.builtin_sets import UNSEEN
from training.rows import Row, write_rows
from training.wordnet import WordNet, with_kinds

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
FASTLANE = r"^fastlane/.*[sS]creenshots/"


@dataclass(frozen=True, slots=True)
class Rule:
    """What the path of a picture in a repository says of it.

    Attributes:
        pattern: a regular expression that the path must match; its first group, if any, is the label.
        form: a key of `phrases.FORMS`.
        kind: a key of `phrases.KINDS`; empty: by the label.
        names: label as in the path -> in words; one that stands for nothing has an empty name. Labels that
            are missing here are taken as they are.
    """

    pattern: str
    form: str = "photo"
    kind: str = ""
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A repository: where it stood, and on what terms its pictures come."""

    repository: str
    commit: str
    terms: str
    rules: tuple[Rule, ...]


CALTECH = {
    "BACKGROUND_Google": "",
    "Faces": "human face",
    "Faces_easy": "human face",
    "car_side": "car",
    "airplanes": "airplane",
    "Motorbikes": "motorcycle",
    "Leopards": "leopard",
    "cougar_body": "cougar",
    "cougar_face": "cougar",
    "flamingo_head": "flamingo",
    "water_lilly": "water lily",
    "sea_horse": "seahorse",
    "yin_yang": "yin yang symbol",
    "gerenuk": "gerenuk antelope",
    "emu": "emu bird",
}
CLOTHING = {
    "longsleeve": "long sleeve shirt",
    "outwear": "coat or jacket",
    "pants": "trousers",
}
INTEL = {
    "buildings": "city buildings",
    "forest": "forest",
    "glacier": "glacier",
    "mountain": "mountain",
    "sea": "sea",
    "street": "city street",
}

SOURCES = (
    Source(
        "rangeetpan/IMagenet",
        "6125d8a1069df02232eb57678fd46c700411dd45",
        "Tiny-ImageNet: ImageNet's terms, non-commercial research",
        (Rule(r"/train/n(\d{8})/images/"),),
    ),
    Source(
        "MachineLearning2020/Homework2-Caltech101",
        "836044dd000296b2bb74d0aa4b4e462e459b01d7",
        "none stated; Caltech-101 itself is CC BY 4.0",
        (
            Rule(r"^101_ObjectCategories/(Faces|Faces_easy)/", kind="person", names=CALTECH),
            Rule(r"^101_ObjectCategories/(airplanes|Motorbikes|car_side)/", kind="vehicle", names=CALTECH),
            Rule(r"^101_ObjectCategories/(pagoda|minaret)/", kind="city", names=CALTECH),
            Rule(r"^101_ObjectCategories/(\w+)/", names=CALTECH),
        ),
    ),
    Source(
        "Keunyoung-Jung/my_first_DL",
        "23968250aeb29bbfe38ec1972041d1f63aab8c08",
        "natural_images: none stated",
        (
            Rule(r"natural_images/(person)/", kind="person"),
            Rule(r"natural_images/(cat|dog)/", kind="animal"),
            Rule(r"natural_images/(fruit)/", kind="food"),
            Rule(r"natural_images/(flower)/", kind="plant"),
            Rule(r"natural_images/(\w+)/", kind="vehicle", names={"motorbike": "motorcycle"}),
        ),
    ),
    Source(
        "alexeygrigorev/clothing-dataset-small",
        "11961516512414bf9f6c150a832cfd21b54a6b54",
        "CC0",
        (Rule(r"^(?:train|validation|test)/([\w-]+)/", kind="clothing", names=CLOTHING),),
    ),
    Source(
        "afroozsheikh/Intel-Image-Classifier",
        "268f8fc38fb3f7307c1861d619ee99ff4158a3f5",
        "Intel image classification: none stated",
        (
            Rule(r"^train/(buildings|street)/", kind="city", names=INTEL),
            Rule(r"^train/(\w+)/", kind="landscape", names=INTEL),
        ),
    ),
    Source(
        "akshay993/Spatial-Pyramid-Matching-for-Scene-Classification",
        "1460e62af703fb3e3e574ef5a97492d17882456d",
        "a part of SUN: research use",
        (
            Rule(r"^data/(mountain|ocean)/", kind="landscape"),
            Rule(r"^data/(garden)/", kind="plant"),
            Rule(r"^data/(\w+)/", kind="indoor"),
        ),
    ),
    Source(
        "quantumnaan/sic_translator",
        "d27da85cff2dbf143fcaf365aece667d66c4298f",
        "1,000 pictures of Flickr8k: research use",
        (Rule(r"^data/images/"),),
    ),
    Source(
        "Obmutescence/COCO-MINI",
        "644f29e7c1d2eefd9c4412d39bc5b0ee6fd0afd4",
        "239 pictures of COCO: captions CC BY 4.0, pictures under their own Flickr terms",
        (Rule(r"^(?:train|val)2017/"),),
    ),
    Source(
        "anarsinagrid/FUNSD_FormEditor",
        "27bb994b88ea68c972d7fff3f2a7f601bed95893",
        "50 forms of FUNSD: research use",
        (Rule(r"^Test_images/", form="document"),),
    ),
    *(
        Source(
            repository,
            commit,
            "none stated",
            (Rule(r"(?:^|/)(?:memes?|homies|love|cheerup|images)/", form="meme"),),
        )
        for repository, commit in (
            ("4RCAN3/wholesomeBot", "e7d16c14eb4761ea0d26dd4035bd214145edaadb"),
            ("MacioSzekTV/OpenMemy", "f65f7532ff8a449c01b3d43dab975a925d1be9b1"),
            ("OpenMemes/OpenStonoga", "6efa9ba4e4393d8cb2a4dc23c472a7cf51685285"),
            ("henrikgrubbe/memes", "039ac5ea6b94b2bc80da5df4a320f0ef9d01b42f"),
            ("just-bugs/Random-memes", "a3a5ad0ed3a367c81ca44b04e366852a820cbe04"),
            ("scriptingislife/MemeDistributionNetwork", "872941fafce39d736d33cd228a9fcf7d504dc198"),
            ("CkillDy/memesImages", "d1231514cd7913aea95df5ee4d1a656a7d5b114f"),
        )
    ),
    *(
        Source(repository, commit, terms, (Rule(FASTLANE, form="screenshot"),))
        for repository, commit, terms in (
            ("10miaomiao/bilimiao2", "eddcda89acaf042790bb3d6667eed41c096eba09", "Apache-2.0"),
            ("39aldo39/DecSyncCC", "0bb8b77fea6aeb79ed645367b0c62d537ff24d03", "GPL-3.0"),
            ("A-W-C-J/privacy-friendly-sudoku", "e5561a6d410430b80d72da5af82ea0395958bf9d", "GPL-3.0"),
            ("APN-Pucky/ArcheryStats", "c9eeb5a32c8b33a7a50738229d2d0d842bc21062", "GPL-3.0"),
            ("Abhith/finamp", "775211d5fa7efd4c0bc33fdaefea1798d52a6c87", "MPL-2.0"),
            ("AlexRogalskiy/vernet", "43b2ab3258f46f2781f71f5c5c0ecbb4fbc6b256", "GPL-3.0"),
            ("AmanoTeam/Telegram-X-FOSS", "807947f544c82301859465cd8453531b4590a75b", "GPL-3.0"),
            ("AnaelMobilia/NextINpact-Unofficial", "a867f562b4ac3aa85be94db08d12b33e325609e0", "Apache-2.0"),
            ("AndInTheClouds/chordreader2", "5bfbab38b92db4d4054a87de351f230473165986", "GPL-3.0"),
            ("AndreyPavlenko/transmissionbtc", "fdfc2b6c6b605b371ad4eb680794ac7158d25815", "GPL-3.0"),
            ("AnonymousMessenger/AnonymousMessenger", "0edc71571f8bafe1544adc5df27645b0d917bc1e", "GPL-3.0"),
            ("Anypodetos/qonvert", "4f0a01c2ab01407a876919bb195332d24d63371f", "GPL-3.0"),
            ("Appaxaap/Focus", "33cfca17762836ff58137c13a4212b7582767872", "GPL-3.0"),
            ("AsteroidOS/AsteroidOSSync", "510ec5ccd5f0638c77be5f6cf197a590661fa0f1", "GPL-3.0"),
            ("BOINC/boinc", "c5c6cb79b9aa4747d80d066e3627c22f2c124144", "LGPL-3.0"),
            ("Baneeishaque/rcx", "539660fe7252dd38fd172c3fa4000423c1d0abc6", "GPL-3.0"),
            ("BinTianqi/OwnDroid", "180af50baad8327c53ed4115a0dc5cc353c78db9", "MIT"),
            ("Crazy-Marvin/ToDont", "4d93e8e1239b912dd7a67ce6ffaa5162b4282779", "Apache-2.0"),
            ("Crazy-Marvin/VacationDays", "fe474510457619b250834c18904b5688f03af4fc", "Apache-2.0"),
            ("Dacid99/LinkDroid-for-Linkwarden", "27f49d7a9fd9148e58309ce11fba882e5fc41c82", "GPL-3.0"),
            ("Domi04151309/HomeApp", "a4be26bd561e295ff408e7dd759d59def4eef01c", "GPL-3.0"),
            ("Elnix90/Dragon-Launcher", "cde92595b6354f10f5228fdcbd01f0649da21e80", "GPL-3.0"),
            ("HarleyJones/Quacker", "48abf72c99e10a7c59e6384f5043ceed6abeba87", "GPL-3.0"),
            ("IslamAlOrabI/Seal", "36bd40865dccd083c5d006f837bda89ab82802a8", "GPL-3.0"),
            ("JackEblan/EblanLauncher", "90aa4a951ddc5e505895fcfd5cdafaef2a3ba71f", "GPL-3.0"),
            ("JackEblan/Geto", "e9a3228a070f3f6788c4cddee1cc4fbd8e96f8a7", "GPL-3.0"),
            ("TeamNewPipe/NewPipe", "79767f95f7611c79891828383d7adbf6d3a8ac0b", "GPL-3.0"),
            ("breezy-weather/breezy-weather", "eda0d87e0db9084d3d9ab599e3f9dd2ca1d897fd", "LGPL-3.0"),
            ("wallabag/android-app", "9541f9260c32ea9d03da1e4967d023a231e3934c", "GPL-3.0"),
        )
    ),
)


def collect(checkouts: Path, wordnet: WordNet, *, captions: Path | None = None) -> list[Row]:
    """Write pictures.tsv of all sources that are there; what it says.

    Args:
        checkouts: a folder with one checkout a repository, named OWNER+NAME.
        wordnet: names the classes of ImageNet, and knows what kind of thing each name is.
        captions: Flickr8k's `Flickr8k.token.txt`, if at hand.
    """
    sentences = dict(read_flickr_captions(captions) if captions else {})
    rows: list[Row] = []
    for source in SOURCES:
        folder = checkouts / source.repository.replace("/", "+")
        if folder.is_dir():
            sentences |= read_coco_captions(folder)
            rows.extend(_rows_of(source, folder, wordnet, sentences))
    rows = with_kinds(rows, wordnet)
    write_rows(checkouts, rows)
    return rows


def read_labeled(folder: Path, table: str = "TRAIN.tsv") -> list[Row]:
    """The rows of a folder with a table of file, set, label, source_repo and note, each file's path absolute.

    Left out: labels that nothing may be learned of, and what people would not agree on.
    """
    with (folder / table).open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = ((record, _form_of(record)) for record in records)
    return [
        Row(
            str(folder.absolute() / "images" / record["file"]),
            record["source_repo"],
            form,
            _COARSE.get(record["note"].partition(";")[0].removeprefix("coarse="), "")
            if form == "photo"
            else "",
            "",
        )
        for record, form in found
        if form and record["label"] not in _NOT_TO_LEARN and record["source_repo"] not in _HAD
    ]


_COARSE = {
    "animal": "animal",
    "building": "city",
    "food": "food",
    "landscape": "landscape",
    "object": "object",
    "person": "person",
    "plant": "plant",
    "vehicle": "vehicle",
    "weapon": "object",
}
_DOCUMENTS = {
    "book_page": "document",
    "handwriting": "document",
    "form_letter": "document",
    "chart": "chart",
    "diagram": "chart",
    "meme": "meme",
    "poster": "poster",
}
_NOT_TO_LEARN = frozenset(UNSEEN) | {"framed_screenshot", "photo_of_screen", "ticket"}
_HAD = frozenset(source.repository for source in SOURCES)


def _form_of(record: Mapping[str, str]) -> str:
    forms = {"screenshots": "screenshot", "receipts": "receipt", "photos": "photo"}
    return forms.get(record["set"]) or _DOCUMENTS.get(record["label"], "")


def _rows_of(
    source: Source, folder: Path, wordnet: WordNet, captions: Mapping[str, tuple[str, ...]]
) -> Iterator[Row]:
    taken = {name.lower() for name in UNSEEN.values()}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in PICTURE_SUFFIXES:
            continue
        inside = path.relative_to(folder).as_posix()
        for rule in source.rules:
            match = re.search(rule.pattern, inside)
            if match is None:
                continue
            label = match.group(1) if match.groups() else ""
            name = _in_words(label, rule, wordnet)
            if label not in UNSEEN and name.lower() not in taken:
                file = path.relative_to(folder.parent).as_posix()
                sentences = captions.get(path.name, ())
                yield Row(file, source.repository, rule.form, rule.kind, name, sentences)
            break


def _in_words(label: str, rule: Rule, wordnet: WordNet) -> str:
    """A label of a path in words: an ImageNet number by WordNet, else by the rule."""
    if label.isdigit():
        return wordnet.nouns[label].words[0].lower() if label in wordnet.nouns else ""
    return (rule.names or {}).get(label, label.replace("_", " ").lower())


def read_flickr_captions(path: Path) -> dict[str, tuple[str, ...]]:
    """A picture's name -> the sentences about it, from lines NAME#NUMBER, a tab, a sentence."""
    return _gather(line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if "\t" in line)


def read_coco_captions(folder: Path) -> dict[str, tuple[str, ...]]:
    """A picture's name -> the sentences about it, from a checkout's annotations/captions_*.json, if any."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("annotations/captions_*.json")):
        content = json.loads(path.read_text("utf-8"))
        names = {image["id"]: image["file_name"] for image in content["images"]}
        found |= _gather((names[note["image_id"]], note["caption"]) for note in content["annotations"])
    return found


def _gather(pairs: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    sentences = defaultdict(list)
    for name, sentence in pairs:
        clean = re.sub(r"\s+", " ", sentence).strip(" .|").lower()
        sentences[name.partition("#")[0]].append(clean)
    return {name: tuple(found) for name, found in sentences.items()}
