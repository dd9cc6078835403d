"""The maps whose records are shipped: which pictures, laid out how."""

import dataclasses
import itertools

import numpy as np

from helpers.datasets import load
from helpers.recording.projection_record import MapsRecord, ProjectionRecord
from helpers.recording.umap_recorder import pictures_between, record_projection

__all__ = ["MAP_RECIPES", "ProjectionRecipe", "SettingsRecipe"]


@dataclasses.dataclass(frozen=True)
class ProjectionRecipe:
    """How the record of one map is made."""

    #: What it is, in a sentence that a learner can read.
    summary: str
    #: The data set's name.
    data: str
    #: "full", or "sample" for the pictures that come with the course.
    size: str = "full"
    #: The record keeps this many pictures: the first ones, which the sample begins with too.
    n_kept: int = 10_000
    #: Pictures between the islands are made for a grid of so many places each way; 0 for none.
    grid: int = 12
    #: What `helpers.recording.record_projection` takes besides.
    parameters: dict = dataclasses.field(default_factory=dict)

    def make(self, advance, full=None):
        """Lay the map out.

        Every recipe has this method; ``python -m tools record`` calls it.

        Parameters
        ----------
        advance : callable
            Called with the share of the work that is done (0 to 1) and a few words.
        full : Path, optional
            A file for the record of all pictures, too.

        Returns
        -------
        ProjectionRecord
        """
        layout_ends = 0.6 if self.grid else 1.0
        record = self._lay_out(lambda share, words: advance(layout_ends * share, words))
        if full is not None:
            dataclasses.replace(record, model=None).save(full)
        between = {}
        if self.grid:
            advance(layout_ends, "pictures between the islands")
            between = pictures_between(record, self.grid)
        advance(1.0, "done")
        kept = slice(self.n_kept)
        return dataclasses.replace(
            record,
            embeddings=record.embeddings[:, kept].copy(),
            picture_index=record.picture_index[kept],
            labels=record.labels[kept],
            between=between,
            model=None,
        )

    def laid_out(self, advance, full=None):
        """Give the record of all pictures: from a file, or laid out anew.

        Parameters
        ----------
        advance : callable
            As `make` takes it.
        full : Path, optional
            The file, as `make` leaves it.

        Returns
        -------
        ProjectionRecord
        """
        if full is not None and full.is_file():
            return ProjectionRecord.load(full)
        return self._lay_out(advance)

    def _lay_out(self, advance):
        data = load(self.data, size=self.size)
        return record_projection(
            data.x_train,
            data.y_train,
            progress=advance,
            made_from={"summary": self.summary, **_describe(data)},
            **self.parameters,
        )


@dataclasses.dataclass(frozen=True)
class SettingsRecipe:
    """How the record of several maps of the same pictures is made."""

    #: What it is, in a sentence that a learner can read.
    summary: str
    #: The data set's name. Its sample is used.
    data: str
    #: How many pictures: the first ones.
    n_images: int
    #: Values of ``n_neighbors`` and of ``min_dist``; every pair of them is a map.
    n_neighbors: tuple
    min_dist: tuple

    def make(self, advance):
        """Lay the maps out, one after another.

        Parameters
        ----------
        advance : callable
            Called with the share of the work that is done (0 to 1) and a few words.

        Returns
        -------
        MapsRecord
        """
        data = load(self.data, size="sample")
        pairs = list(itertools.product(self.n_neighbors, self.min_dist))
        maps = []
        for number, (n_neighbors, min_dist) in enumerate(pairs):
            advance(number / len(pairs), f"n_neighbors {n_neighbors}, min_dist {min_dist}")
            maps.append(
                record_projection(
                    data.x_train[: self.n_images],
                    data.y_train[: self.n_images],
                    n_neighbors=n_neighbors,
                    min_dist=min_dist,
                    progress=False,
                )
            )
        advance(1.0, "done")
        return MapsRecord(
            made_from={
                "summary": self.summary,
                **_describe(data),
                "parameters": maps[0].made_from["parameters"]
                | {"n_neighbors": self.n_neighbors, "min_dist": self.min_dist},
                "versions": maps[0].made_from["versions"],
                "seconds": round(sum(each.made_from["seconds"] for each in maps), 2),
            },
            settings={
                "n_neighbors": np.array([pair[0] for pair in pairs], np.float32),
                "min_dist": np.array([pair[1] for pair in pairs], np.float32),
            },
            embeddings=np.stack([each.embeddings[-1] for each in maps]),
            picture_index=maps[0].picture_index,
            labels=maps[0].labels,
        )


def _describe(data):
    """Say which data a record is made from."""
    return {
        "data": {
            "name": data.name,
            "size": data.size,
            "fingerprint": data.fingerprint,
            "names": list(data.names),
            "images": {"train": len(data.x_train)},
        }
    }


MAP_RECIPES = {
    "fashion_umap": ProjectionRecipe(
        summary="All 60,000 training pictures of Fashion-MNIST on one map",
        data="fashion_mnist",
    ),
    "fashion_umap_settings": SettingsRecipe(
        summary="The same 2,000 pictures laid out in sixteen ways",
        data="fashion_mnist",
        n_images=2_000,
        n_neighbors=(5, 15, 50, 200),
        min_dist=(0.0, 0.2, 0.5, 1.0),
    ),
}
