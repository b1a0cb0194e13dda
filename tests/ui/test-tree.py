# test-tree.py: every control on every page and dialog has a name and a focus path
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

from desktop import Atspi, Window, run

USED = {"looked-around": "true"}

NAMED = {
    Atspi.Role.BUTTON,
    Atspi.Role.TOGGLE_BUTTON,
    Atspi.Role.CHECK_BOX,
    Atspi.Role.RADIO_BUTTON,
    Atspi.Role.ENTRY,
    Atspi.Role.COMBO_BOX,
    Atspi.Role.LIST_ITEM,
    Atspi.Role.PAGE_TAB,
    Atspi.Role.PROGRESS_BAR,
    Atspi.Role.SWITCH,
    Atspi.Role.DIALOG,
}


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


def check(window):
    nameless = []
    n_controls = 0
    for node, _ in window.walk():
        states = node.get_state_set()
        if node.get_role() not in NAMED or not states.contains(Atspi.StateType.SHOWING):
            continue
        # what a combo box shows of its choice is named by the box
        if inside(node, {Atspi.Role.COMBO_BOX}):
            continue
        n_controls += 1
        if not node.get_name():
            nameless.append(path(node))
    assert n_controls > 3, "hardly anything was looked at"
    assert not nameless, "controls without a name:\n" + "\n".join(nameless)


def page(name, dummy, act=None, ready=None, settings=None):
    def case(program):
        values = {**USED, "page": f"'{name}'", **(settings or {})}
        with Window(program, dummy, values) as window:
            if ready is not None:
                window.says(ready)
            if act is not None:
                act(window)
            check(window)

    return case


def open_details(window):
    window.press("item", "Spotify")
    window.find("button", "Disconnect…")


def open_setup(window):
    window.press("button", "Set Up Spotify…")
    window.find("button", "Copy the Redirect Address")


def open_waiting(window):
    window.press("button", "Connect Spotify")
    window.find("item", "Paste the Address Instead")


def open_problem(window):
    window.press("button", "Connect Spotify")
    window.find("button", "Try Again")


def open_track(window):
    window.write("Search", "https://open.example.org/track/1")
    window.find("label", "Hear It On")


def open_results(window):
    window.write("Search", "har")
    window.find("heading", "Everywhere")


def open_shortcuts(window):
    window.key("ctrl+question")
    window.says("Open in the preferred service")


def open_preferences(window):
    window.key("ctrl+comma")
    window.press("item", "Spotify")
    window.find("toggle", "Like on Spotify Too")


CASES = {
    "feed": page("feed", "all,connected", ready="Today"),
    "feed_without_connection": page("feed", "all", ready="Your own music, here"),
    "feed_empty": page("feed", "connected,empty", ready="Nothing Played Yet"),
    "search": page("search", "all,connected", ready="Find a Song", settings={"recent-searches": "['undertow']"}),
    "search_results": page("search", "all,connected,silent", open_results),
    "track": page("search", "all,connected", open_track),
    "likes": page("likes", "all,connected,importing", ready="Importing likes"),
    "likes_empty": page("likes", "connected,empty", ready="No Likes Yet"),
    "services": page("services", "all", ready="Without an Account"),
    "services_connected": page("services", "all,connected,signed-out,vanished,problem", open_details),
    "services_keyring": page("services", "all,connected,locked", ready="Your keyring is locked"),
    "set_up": page("services", "all", open_setup),
    "waiting": page("services", "ready", open_waiting),
    "problem": page("services", "ready,denied", open_problem),
    "shortcuts": page("feed", "all,connected", open_shortcuts),
    "preferences": page("feed", "all,connected", open_preferences, ready="Today"),
    "narrow_feed": page("feed", "all,connected", ready="Today", settings={"window-width": "360"}),
    "narrow_likes": page("likes", "all,connected,importing", ready="Importing likes", settings={"window-width": "360"}),
    "first_run": page("feed", "all", ready="One Place", settings={"looked-around": "false"}),
}
for title, function in CASES.items():
    function.__name__ = title

run(list(CASES.values()))
