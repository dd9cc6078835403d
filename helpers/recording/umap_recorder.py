"""Record UMAP while it lays out a map of pictures."""

import platform
from collections import Counter

import numpy as np
from scipy.spatial import Delaunay

import helpers
from helpers._arguments import (
    bad_argument,
    check_choice,
    check_images,
    check_integer,
    check_labels,
    check_real,
)
from helpers.recording.projection_record import ProjectionRecord
from helpers.recording.umap_import import import_umap
from helpers.recording.umap_progress import UmapProgress

__all__ = ["METRICS", "pictures_between", "record_projection"]

#: How far two pictures are from each other: what of UMAP's metrics says something of pixels.
METRICS = (
    "euclidean", "manhattan", "chebyshev", "canberra", "braycurtis", "cosine", "correlation",
)  # fmt: skip


def record_projection(
    images,
    labels=None,
    n_epochs=128,
    n_neighbors=15,
    min_dist=0.2,
    learning_rate=0.33,
    seed=24,
    metric="euclidean",
    unique=False,
    n_components=2,
    made_from=None,
    progress=True,
):
    """Lay out a map of pictures with UMAP, and keep the layout of every epoch.

    The final layout is the one that ``umap.UMAP(n_epochs=…, n_neighbors=…, min_dist=…,
    learning_rate=…, random_state=seed).fit_transform(pixels)`` gives, ``pixels`` being a row of
    numbers for each picture. Used in lesson 02.

    Parameters
    ----------
    images : ndarray of shape (N, H, W) or (N, H, W, C)
        More pictures than ``n_neighbors``, and not all the same.
    labels : ndarray of int, shape (N,), optional
        The pictures' classes, for the record only: the layout never sees them.
    n_epochs : int
        How often UMAP goes through all pairs of neighbours, at least once.
    n_neighbors : int
        How many nearest pictures count as a picture's neighbourhood, itself included; 2 or more.
    min_dist : float
        How near to each other points may come on the map, from 0 to 1.
    learning_rate : float
        How far points are moved at first, more than 0. It falls to 0 over the epochs.
    seed : int
        Of every random choice. The same seed gives the same map on the same machine.
    metric : str
        How far two rows of pixels are from each other: ``"euclidean"``, ``"manhattan"``,
        ``"chebyshev"``, ``"canberra"``, ``"braycurtis"``, ``"cosine"`` or ``"correlation"``.
    unique : bool
        Lay out each different picture once, and its copies at the same place. Without it a picture
        with many copies has no other neighbours than these, and is an island; that is said.
    n_components : int
        How many numbers say a place: 2, as every view needs it.
    made_from : dict, optional
        What else is to be said of how the record is made (data ...), of JSON's types.
    progress : bool or callable
        Whether a bar shows how far the fit is; or a function that is called with the share that
        is done (0 to 1) and a few words.

    Returns
    -------
    ProjectionRecord
        Its ``embeddings`` are the start and the layouts after each epoch: shape
        (``n_epochs + 1``, N, 2), float32. Its ``model`` is the fitted ``umap.UMAP``, whose
        ``transform`` and ``inverse_transform`` take rows of pixels and points of the map.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Notes
    -----
    The start is UMAP's spectral layout of the neighbours. The first epoch leaves it as it is: in
    UMAP a pair's turn comes once in ``max(weight) / weight`` epochs, counted from 0, and so never
    in epoch 1. Method: L. McInnes, J. Healy, J. Melville (2018), "UMAP: Uniform Manifold
    Approximation and Projection for Dimension Reduction".

    Examples
    --------
    >>> import numpy as np
    >>> pictures = np.random.default_rng(0).integers(0, 256, (60, 8, 8), dtype=np.uint8)
    >>> record_projection(pictures, n_epochs=5, progress=False).embeddings.shape
    (6, 60, 2)
    """
    images = check_images("images", images)
    n_epochs = check_integer("n_epochs", n_epochs, low=1)
    n_neighbors = check_integer("n_neighbors", n_neighbors, low=2)
    seed = check_integer("seed", seed, low=0, high=2**32 - 1)
    min_dist = check_real("min_dist", min_dist, low=0, high=1)
    learning_rate = check_real("learning_rate", learning_rate, above=0)
    check_choice("metric", metric, METRICS)
    if n_components != 2:
        advice = "A map is flat: its record, its players and its figures have two directions."
        raise bad_argument("n_components", "2", n_components, advice)
    pixels = images.reshape(len(images), -1)
    copies = Counter(row.tobytes() for row in pixels)
    if len(copies) == 1 and len(images) > n_neighbors:
        raise bad_argument("images", "pictures that differ", images, "These are all the same.")
    if (len(copies) if unique else len(images)) <= max(n_neighbors, 3):
        raise bad_argument(
            "images",
            f"more than n_neighbors={n_neighbors} {'different ' if unique else ''}pictures, and "
            "more than 3",
            images,
            "Give more pictures or ask for fewer neighbours.",
        )
    if not unique and max(copies.values()) > n_neighbors:
        print(
            f"One picture is there {max(copies.values()):,} times: its {n_neighbors} nearest are "
            "its copies, so they are an island. With unique=True each picture counts once."
        )
    labels = (
        np.empty(0, np.uint8) if labels is None else check_labels("labels", labels, len(images))
    )

    # UMAP keeps the layout after each epoch that is listed, counted from 0, and in any case the
    # last; a list up to n_epochs - 1 would make it one epoch shorter.
    parameters = {
        "n_neighbors": n_neighbors,
        "min_dist": min_dist,
        "learning_rate": learning_rate,
        "random_state": seed,
        "metric": metric,
        "unique": bool(unique),
    }
    with UmapProgress(progress) as listener:
        umap = import_umap()
        model = umap.UMAP(
            **parameters,
            n_epochs=[*range(n_epochs - 1), n_epochs],
            n_jobs=1,  # what a seed forces anyway
            # With fewer than 10 epochs, UMAP's own messages divide by 0.
            verbose=n_epochs >= 10,
            tqdm_kwds={"disable": True},
        )
        model.fit(pixels)
    layouts = model.embedding_list_
    # Left as a list, n_epochs would make transform and inverse_transform fail.
    model.set_params(n_epochs=n_epochs, verbose=False)
    del model.embedding_list_, model.n_epochs_list
    if hasattr(model, "_knn_search_index"):
        model._knn_search_index.verbose = False  # transform would go on telling what it does
    return ProjectionRecord(
        epochs=np.arange(n_epochs + 1, dtype=np.int32),
        made_from={
            "parameters": {"n_epochs": n_epochs, **parameters},
            "picture_shape": list(images.shape[1:]),
            **listener.seconds(),
            "versions": {
                "watch-it-learn": helpers.__version__,
                "umap-learn": umap.__version__,
                "numpy": np.__version__,
                "python": platform.python_version(),
            },
            **(made_from or {}),
        },
        embeddings=np.stack([layouts[0], *layouts]),
        picture_index=np.arange(len(images), dtype=np.int32),
        labels=labels.astype(np.uint8),
        model=model,
    )


def pictures_between(record, grid=12):
    """Ask a map what pictures would lie at places between its islands.

    The places are a grid over the map. UMAP's ``inverse_transform`` makes a picture for each from
    the real pictures around it; ``transform`` then says where on the map that picture would be
    put. The nearer that is to the place, the more there is in the picture. Used for lesson 02.

    Parameters
    ----------
    record : ProjectionRecord
        With its ``model``. Its pictures' brightness goes from 0 to 255.
    grid : int
        Places each way, 2 or more. Those outside all real pictures (their convex hull) are left
        out: there, ``inverse_transform`` would take any picture's surroundings.

    Returns
    -------
    dict of str to ndarray
        ``places`` (G, 2) float32, ``pictures`` (G, …) uint8, ``returned`` (G, 2) float32.

    Raises
    ------
    ValueError
        If the record has no model, or ``grid`` is not what it should be.
    """
    grid = check_integer("grid", grid, low=2)
    if record.model is None:
        raise bad_argument("record", "a record with its model", record, "Files hold no model.")
    final = record.embeddings[-1]
    low, high = final.min(axis=0), final.max(axis=0)
    across, down = (np.linspace(low[axis], high[axis], grid + 1) for axis in (0, 1))
    centres = [(ends[1:] + ends[:-1]) / 2 for ends in (across, down)]
    places = np.stack(np.meshgrid(*centres), axis=-1).reshape(-1, 2).astype(np.float32)
    places = places[Delaunay(final).find_simplex(places) >= 0]
    pixels = record.model.inverse_transform(places)
    pictures = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    return {
        "places": places,
        "pictures": pictures.reshape(-1, *record.made_from["picture_shape"]),
        "returned": record.model.transform(pictures).astype(np.float32),
    }
