# test-tree.py: every control on every page and dialog has a name, a focus path and a size to be met
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

from desktop import Atspi, run
from states import STATES

NAMED = {
    Atspi.Role.BUTTON,
    Atspi.Role.TOGGLE_BUTTON,
    Atspi.Role.CHECK_BOX,
    Atspi.Role.RADIO_BUTTON,
    Atspi.Role.ENTRY,
    Atspi.Role.TEXT,
    Atspi.Role.PASSWORD_TEXT,
    Atspi.Role.COMBO_BOX,
    Atspi.Role.LIST_ITEM,
    Atspi.Role.PAGE_TAB,
    Atspi.Role.PROGRESS_BAR,
    Atspi.Role.SWITCH,
    Atspi.Role.DIALOG,
    Atspi.Role.MENU_ITEM,
    Atspi.Role.RADIO_MENU_ITEM,
    Atspi.Role.CHECK_MENU_ITEM,
}

# what the keyboard must be able to reach
REACHED = {
    Atspi.Role.BUTTON,
    Atspi.Role.TOGGLE_BUTTON,
    Atspi.Role.CHECK_BOX,
    Atspi.Role.RADIO_BUTTON,
    Atspi.Role.ENTRY,
    Atspi.Role.TEXT,
    Atspi.Role.PASSWORD_TEXT,
    Atspi.Role.COMBO_BOX,
    Atspi.Role.PAGE_TAB,
    Atspi.Role.SWITCH,
    Atspi.Role.MENU_ITEM,
}

# what is pointed at; a check in a row is met by meeting the row
TARGETS = {Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.RADIO_BUTTON, Atspi.Role.SWITCH, Atspi.Role.PAGE_TAB, Atspi.Role.LIST_ITEM}
LEAST = 24  # CSS pixels

# what may have the focus without a name of its own: it holds what has one
HOLDERS = {Atspi.Role.FRAME, Atspi.Role.WINDOW, Atspi.Role.SCROLL_PANE, Atspi.Role.LIST, Atspi.Role.PAGE_TAB_LIST, Atspi.Role.MENU}

KINDS = (
    "controls without a name",
    "things that take the focus and say nothing",
    "targets that are hard to meet",
    "things without a role",
    "controls that no key reaches",
)

NO_ROLES = {Atspi.Role.INVALID, Atspi.Role.UNKNOWN}


class Seen:
    """A part of the tree, asked once what it is; each question goes to another process."""

    def __init__(self, node, parent):
        states = node.get_state_set()
        self.node = node
        self.parent = parent
        self.children = []
        self.role = node.get_role()
        self.name = node.get_name()
        self.is_focusable = states.contains(Atspi.StateType.FOCUSABLE)
        self.is_showing = states.contains(Atspi.StateType.SHOWING)
        self.is_sensitive = states.contains(Atspi.StateType.SENSITIVE)
        if parent is not None:
            parent.children.append(self)

    def ancestors(self):
        at = self.parent
        while at is not None and at.role != Atspi.Role.APPLICATION:
            yield at
            at = at.parent

    def path(self):
        parts = [self, *self.ancestors()][:14]
        return " < ".join(f"{part.node.get_role_name()} “{part.name}”" for part in parts)

    def has_focusable(self):
        return any(child.is_focusable or child.has_focusable() for child in self.children)

    def is_reached(self):
        """It, what it is inside of, or a part of it takes the focus."""
        return self.is_focusable or any(at.is_focusable for at in self.ancestors() if at.role != Atspi.Role.FRAME) or self.has_focusable()

    def is_frame_of_row_or_dialog(self):
        """What the toolkit puts between these and what is in them; the focus is said to be on the whole."""
        near = list(self.ancestors())[:3]
        return self.role == Atspi.Role.PANEL and any(at.role in (Atspi.Role.LIST_ITEM, Atspi.Role.DIALOG, Atspi.Role.ALERT) and at.name for at in near)


def look(window):
    """All mistakes there are, by kind."""
    mistakes = {kind: [] for kind in KINDS}
    path = []
    parts = []
    for node, depth in window.walk():
        del path[depth:]
        path.append(Seen(node, path[-1] if path else None))
        parts.append(path[-1])
    n_controls = 0
    for part in parts:
        if not part.is_showing:
            continue
        if part.role in NO_ROLES:
            mistakes["things without a role"].append(part.path())
        if part.is_focusable and part.role not in NAMED | HOLDERS and not part.name and not part.is_frame_of_row_or_dialog():
            mistakes["things that take the focus and say nothing"].append(part.path())
        # what a combo box shows of its choice is named by the box
        if part.role not in NAMED or any(at.role == Atspi.Role.COMBO_BOX for at in part.ancestors()):
            continue
        n_controls += 1
        if part.role in TARGETS:
            place = part.node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            if min(place.width, place.height) < LEAST:
                mistakes["targets that are hard to meet"].append(f"{place.width} × {place.height}: {part.path()}")
        if not part.name:
            mistakes["controls without a name"].append(part.path())
        if part.role in REACHED and part.is_sensitive and not part.is_reached():
            mistakes["controls that no key reaches"].append(part.path())
    assert n_controls > 1, "hardly anything was looked at"
    return mistakes


def check(window):
    mistakes = look(window)
    assert not any(mistakes.values()), "\n".join(f"{kind}:\n" + "\n".join(where) for kind, where in mistakes.items() if where)


def planted_mistakes_are_found(program):
    """The walk itself is tried on a window where every control has a mistake."""
    with STATES["feed"].open(program, "planted,") as window:
        window.find("label", "Planted")
        window.wait(lambda: look(window)["controls without a name"], "the nameless button to be found")
        mistakes = look(window)
        assert [len(mistakes[kind]) for kind in KINDS] == [1, 1, 1, 0, 1], mistakes


def make_case(name, state):
    def case(program):
        with state.open(program) as window:
            state.reach(window)
            check(window)

    case.__name__ = name
    return case


run([planted_mistakes_are_found] + [make_case(name, state) for name, state in STATES.items()])
