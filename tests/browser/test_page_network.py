"""Every shipped network in a real browser: layer by layer what Keras computes."""

import base64

import keras
import numpy as np
import pytest

from helpers.course.recipes import RECIPES
from helpers.course.records import shipped_record
from helpers.datasets import load
from helpers.networks.page import layers_for_page, weights_for_page
from tools import ROOT

NAMES = ["mnist_cnn", "mnist_mlp", "mnist_features", "fashion_cnn", "fashion_mlp", "digits_cnn",
         "digits_mlp", "cifar10_article", "cifar10_better", "cifar10_best"]  # fmt: skip
MODULES = ROOT / "helpers" / "widgets" / "shared"

#: Takes pictures one after another; gives what the layers give, or the answers and the time.
SCRIPT = """
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
globalThis.start = ({ layers, weights }) => {
  globalThis.layers = layers;
  globalThis.network = openNetwork(layers, bytes(weights));
};
globalThis.look = ({ picture, shape }) => {
  const names = layers.map(({ name }) => name);
  return network.run(bytes(picture), shape, names).maps.map((values) => {
    let text = "";
    for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      text += String.fromCharCode(byte);
    return btoa(text);
  });
};
globalThis.answers = ({ pictures, shape }) => {
  const size = shape.reduce((all, length) => all * length);
  const all = bytes(pictures);
  const found = [];
  const took = [];
  for (let at = 0; at < all.length; at += size) {
    const begun = performance.now();
    const { output } = network.run(all.subarray(at, at + size), shape);
    took.push(performance.now() - begun);
    found.push(output.indexOf(Math.max(...output)));
  }
  return { found, median: took.sort((a, b) => a - b)[took.length >> 1] };
};
globalThis.ready = true;
"""


def script():
    """Join the engine's modules as one classic script."""
    texts = []
    for name in ("bytes.js", "page_weights.js", "page_products.js", "page_network.js"):
        lines = (MODULES / name).read_text(encoding="utf-8").splitlines()
        texts += [line.removeprefix("export ") for line in lines if not line.startswith("import ")]
    return "{" + "\n".join([*texts, SCRIPT]) + "}"


def text(array):
    return base64.b64encode(np.ascontiguousarray(array)).decode()


def network_and_pictures(name, count):
    recipe, record = RECIPES[name], shipped_record(name)
    network = record.restore(recipe.build(1_000), record.weight_epochs[-1])
    pictures = load(recipe.data, size="sample").x_test[:count]
    return network, pictures, [*pictures.shape[1:], 1][:3]


def worst_of_layers(ask, network, pictures, shape):
    """Give the largest difference as a share of its layer's largest value, and the layer."""
    described = layers_for_page(network)
    look = keras.Model(
        network.inputs[0], [network.get_layer(layer["name"]).output for layer in described]
    )
    ask(
        "start",
        {"layers": described, "weights": text(np.frombuffer(weights_for_page(network), "u1"))},
    )
    truth = [np.array(each) for each in look(pictures, training=False)]
    worst = (0.0, "")
    for number, picture in enumerate(pictures):
        found = ask("look", {"picture": text(picture), "shape": shape})
        for layer, values, expected in zip(described, found, truth, strict=True):
            values = np.frombuffer(base64.b64decode(values), "<f4")
            off = np.abs(values - expected[number].ravel()).max() / np.abs(expected[number]).max()
            worst = max(worst, (float(off), layer["name"]))
    return worst


def same_answers(ask, network, pictures, shape):
    found = ask("answers", {"pictures": text(pictures), "shape": shape})
    expected = network.predict(pictures, verbose=0).argmax(axis=1)
    return int((np.array(found["found"]) == expected).sum()), found["median"]


def in_chromium(page):
    page.goto("about:blank")
    page.add_script_tag(content=script())
    return lambda name, given: page.evaluate(f"(given) => globalThis.{name}(given)", given)


@pytest.mark.parametrize("name", NAMES)
def test_every_layer_is_what_keras_computes(page, name):
    ask = in_chromium(page)
    network, pictures, shape = network_and_pictures(name, 20)
    worst, layer = worst_of_layers(ask, network, pictures, shape)
    assert worst <= 1e-5, layer
    assert same_answers(ask, network, pictures, shape)[0] == len(pictures)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_thousand_answers_are_the_same(page, name):
    ask = in_chromium(page)
    network, pictures, shape = network_and_pictures(name, 1_000)
    described, packed = layers_for_page(network), weights_for_page(network)
    ask("start", {"layers": described, "weights": text(np.frombuffer(packed, "u1"))})
    assert same_answers(ask, network, pictures, shape)[0] == len(pictures)


@pytest.mark.parametrize("name", NAMES)
def test_other_browsers_compute_the_same(window, name):
    window.driver.get("about:blank")
    add = "document.documentElement.append(Object.assign(tag, { textContent: arguments[0] }));"
    window.driver.execute_script(f"const tag = document.createElement('script'); {add}", script())

    def ask(name, given):
        return window.driver.execute_script(f"return globalThis.{name}(arguments[0])", given)

    network, pictures, shape = network_and_pictures(name, 20)
    worst, layer = worst_of_layers(ask, network, pictures, shape)
    assert worst <= 1e-5, layer
