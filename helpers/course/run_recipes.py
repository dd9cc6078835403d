"""Many small trainings whose scores are shipped: the same network, other settings."""

import dataclasses
import itertools
import platform
import time

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.datasets import load
from helpers.networks.mlp import MLP
from helpers.recording.runs_record import RunsRecord

__all__ = ["RUN_RECIPES", "RunsRecipe"]


@dataclasses.dataclass(frozen=True)
class RunsRecipe:
    """How the record of many small trainings of an MLP is made."""

    #: What it is, in a sentence that a learner can read.
    summary: str
    #: What is varied, and its values: a run for every combination, the last one changes fastest.
    settings: dict
    #: What all runs share, as `helpers.networks.mlp.MLP` takes it.
    network: dict
    #: The data set's name. Its sample is used, so that everybody can make the record again.
    data: str = "mnist"
    #: How many of the sample's training pictures are kept from learning.
    valid_size: int = 1_000
    #: Recorded are 0 and so many epochs more.
    n_epochs: int = 20
    seed: int = 0

    def make(self, advance):
        """Train, one run after another.

        Parameters
        ----------
        advance : callable
            Called with the share of the work that is done (0 to 1) and a few words.

        Returns
        -------
        RunsRecord
        """
        data = load(self.data, size="sample", valid_size=self.valid_size, seed=self.seed)
        train, valid = (
            x.reshape(len(x), -1) / np.float32(255) for x in (data.x_train, data.x_valid)
        )
        names = list(self.settings)
        runs = list(itertools.product(*self.settings.values()))
        scores = {
            name: np.empty((len(runs), self.n_epochs + 1), np.float32)
            for name in ("accuracy", "cost", "val_accuracy")
        }
        started = time.perf_counter()
        for number, run in enumerate(runs):
            chosen = dict(zip(names, run, strict=True))
            advance(number / len(runs), ", ".join(f"{k} {v}" for k, v in chosen.items()))
            mlp = MLP(**self.network, **chosen, warm_start=True, max_epochs=0, seed=self.seed)
            # A large step can take the numbers out of their range. The scores show that.
            with threadpool_limits(1), np.errstate(all="ignore"):
                for epoch in range(self.n_epochs + 1):
                    mlp.fit(train, data.y_train)
                    mlp.max_epochs = 1
                    scores["accuracy"][number, epoch] = mlp.score(train, data.y_train)
                    scores["cost"][number, epoch] = mlp.cost_and_gradients(train, data.y_train)[0]
                    scores["val_accuracy"][number, epoch] = mlp.score(valid, data.y_valid)
        advance(1.0, "done")
        return RunsRecord(
            made_from={
                "summary": self.summary,
                "data": {
                    "name": data.name,
                    "size": data.size,
                    "fingerprint": data.fingerprint,
                    "n_train": len(data.x_train),
                    "n_valid": len(data.x_valid),
                },
                "network": {"name": "MLP", **self.network},
                "seed": self.seed,
                "versions": {"numpy": np.__version__, "python": platform.python_version()},
                "seconds": round(time.perf_counter() - started, 1),
            },
            epochs=np.arange(self.n_epochs + 1, dtype=np.int32),
            settings={
                name: np.array([run[place] for run in runs]) for place, name in enumerate(names)
            },
            scores=scores,
        )


RUN_RECIPES = {
    "mnist_settings": RunsRecipe(
        summary="A small MLP on digits, 84 settings of learning rate, momentum and L2",
        settings={
            "learning_rate": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
            "momentum": (0.0, 0.5, 0.9),
            "l2": (0.0, 0.0001, 0.001, 0.01),
        },
        network={"hidden_layer_sizes": (70, 30), "activation": "relu", "batch_size": 50},
    ),
}
