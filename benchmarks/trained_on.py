"""Which sources a model has learned from: figures on their pictures flatter it."""

from __future__ import annotations

TRAINED_ON = {
    # The first built-in model. Of these repositories some pictures were kept out of the training, but a
    # manifest's pictures are not always those.
    "417939d7225c": frozenset(
        {
            "AppImage/appimage.github.io",
            "BIDS/BSDS500",
            "Keunyoung-Jung/my_first_DL",
            "MachineLearning2020/Homework2-Caltech101",
            "alexeygrigorev/clothing-dataset-small",
            "nextcloud/android",
            "rangeetpan/IMagenet",
            "zzzDavid/ICDAR-2019-SROIE",
        }
    ),
    # Its successor, which has learned from everything that the first one has, and from more.
    "9cbff6db1f5a": frozenset(
        {
            "AppImage/appimage.github.io",
            "Azure-Samples/cognitive-services-REST-api-samples",
            "Azure-Samples/cognitive-services-sample-data-files",
            "BIDS/BSDS500",
            "EliSchwartz/imagenet-sample-images",
            "Keunyoung-Jung/my_first_DL",
            "MachineLearning2020/Homework2-Caltech101",
            "PerceptiLabs/movie_genre",
            "alexeygrigorev/clothing-dataset-small",
            "f-droid/fdroiddata",
            "idealo/imagededup",
            "mindee/client-lib-test-data",
            "mrdbourke/pytorch-deep-learning",
            "mzucker/noteshrink",
            "nextcloud/android",
            "rangeetpan/IMagenet",
            "thesuhu/programming-meme",
            "vega/vega-lite",
            "zzzDavid/ICDAR-2019-SROIE",
        }
    ),
}
"""A model's revision -> repositories of its training pictures. Nothing is known of other models."""
