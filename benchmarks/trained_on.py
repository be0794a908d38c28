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
    )
}
"""A model's revision -> repositories of its training pictures. Nothing is known of other models."""
