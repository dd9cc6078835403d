"""What each data set is: names of classes, shapes, digests, where it is from and who may use it.

Nothing here reads a file or opens a connection. Everything that handles a data set asks this
catalog what to expect, and trusts no bytes that differ from it.
"""

import hashlib
from dataclasses import dataclass

import numpy as np

from helpers.datasets.emoji import EMOJI_NAMES

__all__ = ["ARRAYS", "CATALOG", "DatasetError", "DatasetInfo", "sha256_of"]

#: The arrays of every data set, in the order in which they are stored and checked.
ARRAYS = ("x_train", "y_train", "x_test", "y_test")


class DatasetError(RuntimeError):
    """A data set could not be read, fetched or stored. The message says what to do."""


def sha256_of(array):
    """Compute the SHA-256 of an array's values.

    Parameters
    ----------
    array : ndarray
        Of any shape and dtype. Its bytes are taken in C order, without a header.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(np.ascontiguousarray(array).data).hexdigest()


@dataclass(frozen=True)
class DatasetInfo:
    """What is known of a data set before a byte of it is read.

    Attributes
    ----------
    name : str
        What `helpers.datasets.load` takes.
    title : str
        What a person reads.
    names : tuple of str
        The name of class 0, 1, 2, and so on.
    image_shape : tuple of int
        (H, W) of a grey picture, or (H, W, 3) of a colour one.
    n_train, n_test : int
        Number of pictures in the full data set.
    n_sample_train, n_sample_test : int
        Number of pictures in the shipped sample. They are the first ones of the full data set.
    digests, sample_digests : dict of str to str
        The SHA-256 of each array's values, by the names in `ARRAYS`: of the full data set and
        of the sample.
    home : str
        The address of the page where its authors describe it.
    licence : str
        The terms of use, as far as its authors state them.
    citation : str
        The publication to name when you use it.
    """

    name: str
    title: str
    names: tuple
    image_shape: tuple
    n_train: int
    n_test: int
    n_sample_train: int
    n_sample_test: int
    digests: dict
    sample_digests: dict
    home: str
    licence: str
    citation: str

    @property
    def comes_whole(self):
        """Whether the shipped sample is all of it, so that nothing needs to be fetched."""
        return (self.n_sample_train, self.n_sample_test) == (self.n_train, self.n_test)

    def shape(self, array, sample=False):
        """Give the shape of one of the arrays named in `ARRAYS`."""
        train = self.n_sample_train if sample else self.n_train
        test = self.n_sample_test if sample else self.n_test
        n = train if array.endswith("train") else test
        return (n, *self.image_shape) if array.startswith("x") else (n,)

    @property
    def n_bytes(self):
        """The size of the full data set's arrays, in bytes."""
        return sum(int(np.prod(self.shape(array))) for array in ARRAYS)

    def find_difference(self, arrays, sample=False):
        """Compare arrays with the catalog: shapes, dtypes and every value.

        Where the catalog has no digests yet, as while a data set is being added, what is said
        has them, ready to be put there.

        Parameters
        ----------
        arrays : dict of str to ndarray
            By the names in `ARRAYS`.
        sample : bool
            Compare with the sample in place of the full data set.

        Returns
        -------
        str or None
            What differs first, as a sentence's end, or None if all is as it should be.
        """
        digests = self.sample_digests if sample else self.digests
        for name in ARRAYS:
            array, shape = arrays[name], self.shape(name, sample)
            if array.shape != shape or array.dtype != np.uint8:
                return f"{name} is {array.dtype} {array.shape}, not uint8 {shape}"
            if digests and sha256_of(array) != digests[name]:
                return f"{name} holds other values than it should (its SHA-256 differs)"
        if not digests:
            found = "\n".join(f'    "{name}": "{sha256_of(arrays[name])}",' for name in ARRAYS)
            return "the catalog has no digests of it yet. Those of what came are\n" + found
        return None


#: Of the whole, which is the sample too.
_EMOJI_DIGESTS = {
    "x_train": "c5ba1bcbe17d3461e7ba4d74b74e06613b8049075e9dc3754932986747a93167",
    "y_train": "8a33bd523caf64133d106bc661e610a063319a266dee06f7d6d323623f6b8655",
    "x_test": "3838e4da65cdc002df7df2a99a345d5ae54c7faf535c2c52d64a9f0338e7aedb",
    "y_test": "5fc1ca1173a428522ff6373bf7e643cb68c5e716c2260ec61d3825566cc0bc51",
}

_INFOS = (
    DatasetInfo(
        name="mnist",
        title="MNIST",
        names=("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        image_shape=(28, 28),
        n_train=60_000,
        n_test=10_000,
        n_sample_train=5_000,
        n_sample_test=1_000,
        digests={
            "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
            "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
            "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
            "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
        },
        sample_digests={
            "x_train": "a853ca5da5c224d531837eaa3fe56ac036778bb2fdfad445143b5b7d4ec1c739",
            "y_train": "4263f048ea43702387ef1c8494b59e785853c0410e9770600d50f541a6fee264",
            "x_test": "f8f3c5a608a9f7d4bd5e9d69b90c53932b8b99371d9db26121b42f62f3abcd56",
            "y_test": "d14ba0a1a3818edefa35518ed001ece84b7ac0eabe9394551c73928493175d3f",
        },
        home="https://yann.lecun.com/exdb/mnist/",
        licence="CC BY-SA 3.0 (Yann LeCun, Corinna Cortes; a derivative of NIST's data)",
        citation="LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document "
        "recognition. Proceedings of the IEEE 86(11), 1998.",
    ),
    DatasetInfo(
        name="fashion_mnist",
        title="Fashion-MNIST",
        names=(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
        image_shape=(28, 28),
        n_train=60_000,
        n_test=10_000,
        n_sample_train=5_000,
        n_sample_test=1_000,
        digests={
            "x_train": "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
            "y_train": "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
            "x_test": "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
            "y_test": "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
        },
        sample_digests={
            "x_train": "29c8d9f398a29fc328af7ba681dfc3bd86ec4075b43ba2ff985128028b9b3f00",
            "y_train": "4e4631c48d94add2f9bebe6a9bd67ebbd633b278f520428e19d7b21f84506ed0",
            "x_test": "8d46efb2efae7259de048298adb99140d06082b91c430833a54d7ce30f21c9c9",
            "y_test": "86fea14d645de73ec2f8e0e859add59c557ccdf73e3e419692220b128c15ec47",
        },
        home="https://github.com/zalandoresearch/fashion-mnist",
        licence="MIT, © 2017 Zalando SE",
        citation="Xiao, Rasul, Vollgraf: Fashion-MNIST: a novel image dataset for benchmarking "
        "machine learning algorithms. arXiv:1708.07747, 2017.",
    ),
    DatasetInfo(
        name="cifar10",
        title="CIFAR-10",
        names=(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck",
        ),
        image_shape=(32, 32, 3),
        n_train=50_000,
        n_test=10_000,
        n_sample_train=3_000,
        n_sample_test=1_000,
        digests={
            "x_train": "47af8b02cfcfb6cdf3dbbd1969ad7f1b70f4413f6f80f437b020ee4e5bc8304a",
            "y_train": "2b7cd2f24487317614016b72ffd53071c3062f592f0eb300c18a770d41ae1253",
            "x_test": "f9b1e2130bab680db56eb06d886f7f1ad0f1183907ceff4659d1735c890f5b04",
            "y_test": "cec8a24a1e92aa2ecaa0bbd3dbfa86bf6cd8759fbd209a832824c8cf0afca9d5",
        },
        sample_digests={
            "x_train": "08299526b3de957c7e10345538f08d2e8bf4f99da4e14febe480cd074d82e160",
            "y_train": "ceb03bc91b77beb4c0995c09ac630dc9c043ce5c3ab3f66286cd63ecac7c61f1",
            "x_test": "da362006b99671213d1a5d856cab2bedf64d40bad4501630ee60f4ceb2d3ec7f",
            "y_test": "636a087e604331a0b9dafc94b6e9ade0c9cec72c4400d12473ccdb3e264474c1",
        },
        home="https://www.cs.toronto.edu/~kriz/cifar.html",
        licence="none stated; its authors ask to cite the report",
        citation="Krizhevsky: Learning multiple layers of features from tiny images. "
        "Technical report, University of Toronto, 2009.",
    ),
    DatasetInfo(
        name="emoji",
        title="Emoji",
        names=EMOJI_NAMES,
        image_shape=(32, 32, 3),
        n_train=1_624,
        n_test=270,
        n_sample_train=1_624,
        n_sample_test=270,
        digests=_EMOJI_DIGESTS,
        sample_digests=_EMOJI_DIGESTS,
        home="https://www.npmjs.com/package/emoji-datasource",
        licence="Noto Emoji: Apache License 2.0 (Google); Twemoji: CC BY 4.0 (© Twitter, Inc. and "
        "other contributors). Here they stand on white and have 32 × 32 pixels",
        citation="Noto Emoji, https://github.com/googlefonts/noto-emoji; Twemoji, "
        "https://github.com/jdecked/twemoji; both from emoji-datasource 16.0.0.",
    ),
)

#: Every data set of the course, by name.
CATALOG = {info.name: info for info in _INFOS}
