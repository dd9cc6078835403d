"""Every public function that takes arrays is tried with strange ones, or says here why not."""

import dataclasses
import importlib
import inspect
import pkgutil
import re

import helpers
from tests.support.strange import cases_arrays, cases_networks, cases_pictures

TRIED = {*cases_arrays.CASES, *cases_networks.CASES, *cases_pictures.CASES}

_A_NUMBER = "what is an array elsewhere is a name, a number or a text here"
_FRAME = "its frames are what `to_frame` returns, which is tried"
_RECORD = "the arrays come out of a record, which is checked when it is read"
_CHECKED = "from_arrays and from_folder have checked what it is given"
_RECORDER = "a recorder gives it what it has checked; test_networks.py records all kinds"
#: Public, takes arrays or seems to, and is not tried: with the reason.
EXEMPT = {
    "commands.export.export": _A_NUMBER,
    "networks.page.layers_for_page": _A_NUMBER,
    "networks.page.weights_for_page": _A_NUMBER,
    "networks.picture_networks.conv_autoencoder": _A_NUMBER,
    "networks.picture_networks.variational_autoencoder": _A_NUMBER,
    "networks.random_layers.RandomNoise.call": "Keras gives it what its layers give",
    "networks.features.FeatureReader": "its call takes the pictures, and is tried",
    "analysis.activations.activate": _RECORD,
    "analysis.depth.LinearView": "fit_linear_view makes it",
    "analysis.depth.fit_linear_view": "each call is a search; test_depth.py tries it",
    "analysis.training.first_layer_maps": _RECORD,
    "course.bets.place_bet": _A_NUMBER,
    "course.forms.bet.BetForm": _A_NUMBER,
    "course.forms.answer_figure.picture": _A_NUMBER,
    "course.forms.bet_answer.BetAnswer": "check_matrix and plot_confusion take it, and are tried",
    "course.forms.guess.Guess.answer": "test_forms.py gives it what is no number",
    "course.forms.guess_answer.GuessAnswer": "Guess.answer makes it, and has checked the truth",
    **{
        f"course.quizzes.{name}.quiz": "a lesson gives it what it computed; test_quizzes.py"
        for name in ("lesson_01", "lesson_03", "lesson_05", "template")
    },
    "course.quizzes.wrong.wrong_numbers": _A_NUMBER,
    "course.logbook.lines.says_nothing_new": _A_NUMBER,
    "course.picture_recipes.as_brightness": "a recipe gives it a data set's pictures",
    "course.training_recipe.score_on_test": _RECORD,
    "datasets.advice.what_to_mend": _CHECKED,
    "datasets.cache.store": "its arrays have been compared with the catalog, value by value",
    "datasets.folder.from_folder": "it takes files; test_folder.py gives it strange ones",
    "datasets.labels.class_numbers": "from_arrays hands it its labels, and is tried",
    "datasets.own.check_counts": _CHECKED,
    "datasets.own.make_dataset": _CHECKED,
    "datasets.picture_folder.PictureFolder.add": "test_picture_folder.py gives it what is none",
    "datasets.pictures.read_picture": _A_NUMBER,
    "datasets.split.deal_out": _CHECKED,
    "datasets.split.part_size": _A_NUMBER,
    "datasets.catalog.DatasetInfo.find_difference": "it says what is strange about any array",
    "datasets.catalog.DatasetInfo.shape": _A_NUMBER,
    "datasets.decode.read_cifar10_pictures": "it takes bytes; test_datasets_files.py tries them",
    "datasets.mosaics.write_sample": "its arrays have been compared with the catalog",
    "analysis.patches.Places": "strongest_places makes it",
    "networks.ablation.Ablation.answers_without": "test_ablation.py gives it what is not there",
    "networks.ablation.Ablation.sure_without": "test_ablation.py gives it what is not there",
    "networks.ablation.Ablation.curve": "test_ablation.py gives it what is not there",
    "networks.ablation.Ablation.right_without": "test_ablation.py gives it what is not there",
    "networks.maximisation.maximise": "each call is a search; test_maximisation.py tries it",
    "networks.maximisation.MadePictures": "maximise makes it",
    "networks.readout.Readout": "its callers hand it what they are given, and are tried",
    "networks.readout.Readout.__call__": "it takes tensors, so that gradients go through",
    "networks.readout.Readout.sums": "it takes tensors, so that gradients go through",
    "networks.top_patches.TopPatches": "top_patches makes it",
    "networks.readout.Readout.of_images": "top_patches and maximise hand it pictures",
    "plots.confusion.ConfusionPlot": "it holds what plot_confusion drew",
    "plots.decoded.DecodedMap": "it holds what plot_decoded_map drew",
    "plots.filter_pages.FilterPages": "test_filter_pages.py gives it what does not fit",
    "plots.layers.plot_layers": "each epoch and layer is looked up, and refused where it is none",
    "plots.layers.plot_shares": _RECORD,
    "recording.filters_recorder.record_filters": "test_filters_recorder.py tries it",
    "recording.layers_recorder.record_layers": "test_layers_recorder.py tries it",
    "plots.frames.FrameStack": "each of its pictures goes through `to_frame`, which is tried",
    "plots.frames.SharedPalette": _FRAME,
    "plots.frames.busy": _FRAME,
    "plots.frames.checked_frames": "each of its pictures goes through `to_frame`, which is tried",
    "plots.projection.MapClasses": "it holds what map_classes found",
    "plots.projection.ProjectionPlot": "it holds what plot_projection drew",
    "plots.training.TrainingView": _RECORD,
    "plots.training.plot_scores": _RECORD,
    "plots.view.EpochView.frames": "each epoch is looked up, and refused where it is none",
    "recording.encoding.decode": "it reads a record's file; test_bad_day_files.py tries those",
    "recording.encoding.fitting": "it chooses for any array; test_record.py saves all kinds",
    "recording.keras_recorder.Recorder": "test_keras_recorder.py and test_networks.py try it",
    "recording.layers.Listener": _RECORDER,
    "recording.layers.Listener.__call__": _RECORDER,
    "recording.layers.batches": _RECORDER,
    "recording.probes.Codes": _RECORDER,
    "recording.probes.Kernels": _RECORDER,
    "recording.probes.Maps": _RECORDER,
    "recording.probes.Outputs": _RECORDER,
    "recording.probes.named_arrays": "test_probes.py gives it what a probe should not give",
    "recording.record.with_dict": "it sorts the arrays of a file, and looks into none",
    "recording.scores.Scores.best": _RECORDER,
    "recording.umap_recorder.record_projection": "a call takes seconds; test_umap_recorder.py",
    "recording.weights_probe.Weights": _RECORDER,
    "recording.weights_probe.thinned": _RECORD,
    "recording.weights_probe.Weights.keep": _RECORDER,
    "widgets.base.EpochWidget": "traitlets checks them; its subclasses are tried",
    "widgets.point_layouts.keyframes": "PointCloud hands it its epochs, and is tried",
    "widgets.point_layouts.packed_layouts": "PointCloud hands it its points, and is tried",
    "widgets.point_layouts.unpacked_layouts": "it undoes packed_layouts; test_point_cloud.py",
    "widgets.live_training.LiveTraining": _A_NUMBER,
    "widgets.live_training.LiveTraining.train": _A_NUMBER,
    "widgets.base.EpochWidget.link": _A_NUMBER,
    "widgets.drawing_pad.channel_of": "a widget has checked its picture",
    "widgets.run_explorer.RunExplorer": _RECORD,
}

#: What the type of an argument says where it is made of numbers.
ARRAYS = re.compile(r"\barrays?\b|ndarray|DataFrame|sequence of (\w+ )?(float|int|bool)")


def public():
    """Give what every module of the course lists as public, and its public methods, by name."""
    found = {}
    for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
        if module.name.endswith("__main__") or "._" in module.name:
            continue
        loaded = importlib.import_module(module.name)
        for name in getattr(loaded, "__all__", ()):
            thing = getattr(loaded, name)
            if not callable(thing) or getattr(thing, "__module__", "").split(".")[0] != "helpers":
                continue
            home = f"{thing.__module__}.{name}".removeprefix("helpers.")
            found[home] = thing
            if inspect.isclass(thing):
                for key, method in vars(thing).items():
                    if callable(method) and (not key.startswith("_") or key == "__call__"):
                        found[f"{home}.{key}"] = method
    return found


def documented_arrays(thing):
    """Name the arguments that are arrays, as the docstring has it."""
    text = inspect.getdoc(thing) or ""
    part = re.search(r"^Parameters\n-+\n(.*?)(\n\n\w[\w ]+\n-+\n|\Z)", text, re.M | re.S)
    typed = re.findall(r"^\**(\w[\w, *]*) : (.*)$", part[1], re.M) if part else []
    return {name for names, kind in typed if ARRAYS.search(kind) for name in names.split(", ")}


def functions_of_arrays(known):
    """Name the functions with an argument that is an array here, or under this name elsewhere."""
    arrays = set().union(*map(documented_arrays, known.values()))
    for name, thing in known.items():
        # A check takes any answer at all, and `test_checks.py` gives it such. A dataclass keeps
        # what others have computed.
        if name.startswith("course.checks.") or dataclasses.is_dataclass(thing):
            continue
        if documented_arrays(thing) or arrays & set(_arguments(thing)):
            yield name


def _arguments(thing):
    try:
        return inspect.signature(thing).parameters
    except ValueError:  # an exception's class, made in C
        return ()


def test_every_public_function_of_arrays_is_tried_or_says_why_not():
    known = public()
    wanted = set(functions_of_arrays(known))
    assert len(wanted) > 90
    assert not sorted(wanted - TRIED - EXEMPT.keys())
    # A function that is gone, or renamed, takes its line here with it.
    assert not sorted((TRIED | EXEMPT.keys()) - known.keys())
    assert not sorted(TRIED & EXEMPT.keys())
