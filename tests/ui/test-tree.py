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

NO_ROLES = {Atspi.Role.INVALID, Atspi.Role.UNKNOWN}


def inside(node, roles):
    parent = node.get_parent()
    while parent is not None:
        if parent.get_role() in roles:
            return True
        parent = parent.get_parent()
    return False


def path(node):
    words = []
    while node is not None and node.get_role() != Atspi.Role.APPLICATION:
        words.append(f"{node.get_role_name()} “{node.get_name()}”")
        node = node.get_parent()
    return " < ".join(words[:14])


def is_reached(node):
    """It, what it is inside of, or a part of it takes the focus."""
    at = node
    while at is not None and at.get_role() != Atspi.Role.FRAME:
        if at.get_state_set().contains(Atspi.StateType.FOCUSABLE):
            return True
        at = at.get_parent()
    parts = [node]
    while parts:
        part = parts.pop()
        children = [part.get_child_at_index(i) for i in range(part.get_child_count())]
        for child in children:
            if child is not None and child.get_state_set().contains(Atspi.StateType.FOCUSABLE):
                return True
            if child is not None:
                parts.append(child)
    return False


def check(window):
    nameless = []
    unreached = []
    roleless = []
    small = []
    n_controls = 0
    for node, _ in window.walk():
        states = node.get_state_set()
        if not states.contains(Atspi.StateType.SHOWING):
            continue
        if node.get_role() in NO_ROLES:
            roleless.append(path(node))
        # what a combo box shows of its choice is named by the box
        if node.get_role() not in NAMED or inside(node, {Atspi.Role.COMBO_BOX}):
            continue
        n_controls += 1
        place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        if node.get_role() in TARGETS and min(place.width, place.height) < LEAST:
            small.append(f"{place.width} × {place.height}: {path(node)}")
        if not node.get_name():
            nameless.append(path(node))
        if node.get_role() in REACHED and states.contains(Atspi.StateType.SENSITIVE) and not is_reached(node):
            unreached.append(path(node))
    assert n_controls > 1, "hardly anything was looked at"
    assert not nameless, "controls without a name:\n" + "\n".join(nameless)
    assert not small, "targets that are hard to meet:\n" + "\n".join(small)
    assert not roleless, "things without a role:\n" + "\n".join(roleless)
    assert not unreached, "controls that no key reaches:\n" + "\n".join(unreached)


def make_case(name, state):
    def case(program):
        with state.open(program) as window:
            state.reach(window)
            check(window)

    case.__name__ = name
    return case


run([make_case(name, state) for name, state in STATES.items()])
