"""Public repositories of pictures worth learning from: which commit, on what terms, what their paths say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
            ("10miaomiao/bilimiao2", "eddcda89acaf042790bb3d6667eed41c096eba09", "GPL-3.0"),
            ("39aldo39/DecSyncCC", "0bb8b77fea6aeb79ed645367b0c62d537ff24d03", "GPL-3.0"),
            ("A-W-C-J/privacy-friendly-sudoku", "e5561a6d410430b80d72da5af82ea0395958bf9d", "GPL-3.0"),
            ("APN-Pucky/ArcheryStats", "c9eeb5a32c8b33a7a50738229d2d0d842bc21062", "GPL-3.0"),
            ("Abhith/finamp", "775211d5fa7efd4c0bc33fdaefea1798d52a6c87", "MPL-2.0"),
            ("AlexRogalskiy/vernet", "43b2ab3258f46f2781f71f5c5c0ecbb4fbc6b256", "Apache-2.0"),
            ("AmanoTeam/Telegram-X-FOSS", "807947f544c82301859465cd8453531b4590a75b", "GPL-3.0"),
            ("AnaelMobilia/NextINpact-Unofficial", "a867f562b4ac3aa85be94db08d12b33e325609e0", "GPL-3.0"),
            ("AndInTheClouds/chordreader2", "5bfbab38b92db4d4054a87de351f230473165986", "GPL-3.0"),
            ("AndreyPavlenko/transmissionbtc", "fdfc2b6c6b605b371ad4eb680794ac7158d25815", "LGPL-3.0"),
            ("AnonymousMessenger/AnonymousMessenger", "0edc71571f8bafe1544adc5df27645b0d917bc1e", "GPL-3.0"),
            ("Anypodetos/qonvert", "4f0a01c2ab01407a876919bb195332d24d63371f", "GPL-3.0"),
            ("Appaxaap/Focus", "33cfca17762836ff58137c13a4212b7582767872", "GPL-3.0"),
            ("AsteroidOS/AsteroidOSSync", "510ec5ccd5f0638c77be5f6cf197a590661fa0f1", "GPL-3.0"),
            ("BOINC/boinc", "c5c6cb79b9aa4747d80d066e3627c22f2c124144", "LGPL-3.0"),
            ("Baneeishaque/rcx", "539660fe7252dd38fd172c3fa4000423c1d0abc6", "GPL-3.0"),
            ("BinTianqi/OwnDroid", "180af50baad8327c53ed4115a0dc5cc353c78db9", "GPL-3.0"),
            ("Crazy-Marvin/ToDont", "4d93e8e1239b912dd7a67ce6ffaa5162b4282779", "Apache-2.0"),
            ("Crazy-Marvin/VacationDays", "fe474510457619b250834c18904b5688f03af4fc", "Apache-2.0"),
            ("Dacid99/LinkDroid-for-Linkwarden", "27f49d7a9fd9148e58309ce11fba882e5fc41c82", "MIT"),
            ("Domi04151309/HomeApp", "a4be26bd561e295ff408e7dd759d59def4eef01c", "GPL-3.0"),
            ("Elnix90/Dragon-Launcher", "cde92595b6354f10f5228fdcbd01f0649da21e80", "GPL-3.0"),
            ("HarleyJones/Quacker", "48abf72c99e10a7c59e6384f5043ceed6abeba87", "MIT"),
            ("IslamAlOrabI/Seal", "36bd40865dccd083c5d006f837bda89ab82802a8", "GPL-3.0"),
            ("JackEblan/EblanLauncher", "90aa4a951ddc5e505895fcfd5cdafaef2a3ba71f", "GPL-3.0"),
            ("JackEblan/Geto", "e9a3228a070f3f6788c4cddee1cc4fbd8e96f8a7", "GPL-3.0"),
            ("TeamNewPipe/NewPipe", "79767f95f7611c79891828383d7adbf6d3a8ac0b", "GPL-3.0"),
            ("breezy-weather/breezy-weather", "eda0d87e0db9084d3d9ab599e3f9dd2ca1d897fd", "LGPL-3.0"),
            ("wallabag/android-app", "9541f9260c32ea9d03da1e4967d023a231e3934c", "GPL-3.0"),
        )
    ),
)
