"""The form in which the bet of lesson 1 is placed."""

import ipywidgets

from helpers.course.bets import N_PAIRS, BetError, load_bet, place_bet

__all__ = ["BetForm"]

_NONE = "choose a class"


class BetForm(ipywidgets.VBox):
    """Three rows of two menus, and a button that places the bet.

    A bet that is there already is shown, and can be changed. Used in lessons 01 and 05.

    Parameters
    ----------
    names : sequence of str
        The names of all classes.

    Attributes
    ----------
    menus : list of list of ipywidgets.Dropdown
        Two for each pair.
    button : ipywidgets.Button
    message : ipywidgets.Label
        What is the case, or what is wrong with the bet.
    """

    def __init__(self, names):
        self._names = [str(name) for name in names]
        self.menus = [[self._menu(row, side) for side in (1, 2)] for row in range(N_PAIRS)]
        self.button = ipywidgets.Button(description="Place my bet", icon="check")
        self.button.on_click(self._place)
        self.message = ipywidgets.Label()
        rows = [
            ipywidgets.HBox([ipywidgets.Label(f"Pair {row + 1}", layout={"width": "4em"}), *menus])
            for row, menus in enumerate(self.menus)
        ]
        super().__init__([*rows, ipywidgets.HBox([self.button, self.message])])
        self._show_old_bet()

    def _menu(self, row, side):
        name = f"Pair {row + 1}, {'first' if side == 1 else 'second'} class"
        return ipywidgets.Dropdown(
            options=[_NONE, *self._names], layout={"width": "11em"}, tooltip=name
        )

    def _show_old_bet(self):
        try:
            bet = load_bet()
        except BetError as error:
            self.message.value = str(error)
            return
        if bet is None:
            self.message.value = "No bet yet."
            return
        self.message.value = str(bet)
        for menus, pair in zip(self.menus, bet.pairs):
            for menu, name in zip(menus, pair):
                if name in menu.options:  # else the bet was on another data set
                    menu.value = name

    def _what_is_wrong(self, chosen):
        """Say what is wrong with the menus, in their words, or give an empty text."""
        for row, pair in enumerate(chosen, start=1):
            if _NONE in pair:
                return f"Pair {row} is not chosen yet."
            if pair[0] == pair[1]:
                return f"Pair {row} is {pair[0]} twice. Choose another class on one side."
            for earlier, other in enumerate(chosen[: row - 1], start=1):
                if set(pair) == set(other):
                    return f"Pair {row} is pair {earlier} again. Choose another pair."
        return ""

    def _place(self, _):
        chosen = [tuple(menu.value for menu in menus) for menus in self.menus]
        wrong = self._what_is_wrong(chosen)
        if wrong:
            self.message.value = wrong
            return
        try:
            self.message.value = str(place_bet(chosen, self._names))
        except ValueError as error:
            self.message.value = str(error)
        except OSError as error:
            said = str(error.strerror or error).rstrip(".")
            self.message.value = f"The bet could not be written: {said}."
