# test-keyboard.py: the whole window by keys alone, and where the focus is after each
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

from desktop import Atspi, GLib, Window, run

GOOD_ID = "9f3c1d7e6b2a4058a1c4e7d90b35f862"
FIRST = "Harbour Lights, Nora Fjeld"
THIRD = "Concrete Garden"


def on(page, **more):
    return {"looked-around": "true", "page": f"'{page}'", **more}


def name_of_focus(window):
    """What has the focus, and can be seen to have it."""
    node = window.focused()
    if node is None or not node.get_state_set().contains(Atspi.StateType.SHOWING):
        return None
    return node.get_name()


def focus_is(window, name):
    window.wait(lambda: (name_of_focus(window) or "").startswith(name), f"the focus on “{name}”")


def focus_is_not(window, name):
    """It went on, to something that shows."""
    window.wait(lambda: not (name_of_focus(window) or name).startswith(name), f"the focus on something else than “{name}”")


def tab_to(window, name, key="Tab"):
    """As often as it takes, but not for ever."""
    for _ in range(40):
        if (name_of_focus(window) or "").startswith(name):
            return
        window.key(key)
    focus_is(window, name)


def a_first_visit(program):
    with Window(program, "all,agrees") as window:
        focus_is(window, "Connect a Service")
        window.key("Return")
        window.find("button", "Set Up Spotify…")
        tab_to(window, "Set Up Spotify…")
        window.key("Return")
        window.find("button", "Copy the Redirect Address")
        tab_to(window, "Client ID")
        window.type(GOOD_ID)
        window.says("Looks right.")
        window.key("Return")
        window.says("Spotify is connected")
        window.find_gone("dialog", "Connect Spotify")
        window.wait(lambda: name_of_focus(window), "the focus somewhere")

        window.key("ctrl+1")
        window.find("heading", "Today")
        focus_is(window, FIRST)
        window.key("Down")
        focus_is(window, "Say It Twice")
        window.key("ctrl+2")
        focus_is(window, "Search")
        window.type("harbour")
        window.find("heading", "Everywhere")
        window.key("Down")
        focus_is(window, "Harbour Lights")
        window.key("ctrl+l")
        window.says("Like removed")
        window.key("ctrl+3")
        focus_is(window, FIRST)
        window.key("alt+Return")
        window.find("label", "Hear It On")
        focus_is(window, "Open in")
        window.key("alt+Left")
        focus_is(window, FIRST)
        window.key("ctrl+comma")
        window.find("item", "TIDAL")
        window.wait(lambda: name_of_focus(window) not in (None, FIRST), "the focus in the preferences")
        window.key("Escape")
        focus_is(window, FIRST)
        window.key("ctrl+question")
        window.says("Open in the preferred service")
        window.key("Escape")
        focus_is(window, FIRST)
        window.key("ctrl+q")
        window.wait_for_end()


def looking_around_first(program):
    with Window(program, "all") as window:
        tab_to(window, "Look Around First")
        window.key("Return")
        window.says("Your own music, here")
        window.wait(lambda: name_of_focus(window), "the focus on the feed")
        tab_to(window, FIRST)


def each_page_takes_the_focus(program):
    with Window(program, "all,connected", on("feed")) as window:
        focus_is(window, FIRST)
        window.key("ctrl+4")
        focus_is(window, "Spotify")
        window.key("Down", "Down")
        window.key("ctrl+3")
        focus_is(window, FIRST)
        window.key("Down", "Down")
        focus_is(window, THIRD)
        window.key("ctrl+2")
        focus_is(window, "Search")
        window.key("Tab")
        window.wait(lambda: name_of_focus(window), "something with a name")
        window.key("ctrl+3")
        focus_is(window, THIRD)  # where it was
        window.key("ctrl+f")
        focus_is(window, "Filter Likes")
        window.key("ctrl+1")
        focus_is(window, FIRST)


def tab_comes_by_all_of_a_service(program):
    with Window(program, "all,connected", on("services")) as window:
        tab_to(window, "Spotify")
        window.key("space")
        window.find("button", "Disconnect…")
        for name in ("What It Can Do", "Account", "Likes", "Like on Spotify Too", "Disconnect…", "YouTube"):
            tab_to(window, name)
        row = window.find("item", "What It Can Do")
        assert "History, Likes" in row.get_description(), row.get_description()
        button = window.find("button", "Set Up TIDAL…")
        assert "No history" in button.get_description(), button.get_description()


def the_focus_outlives_what_had_it(program):
    with Window(program, "all,connected", on("likes")) as window:
        focus_is(window, FIRST)
        # a filter takes the row away, and gives it back
        window.key("Down", "Down")
        focus_is(window, THIRD)
        window.key("ctrl+f")
        window.type("zzz")
        window.says("No Matches")
        focus_is(window, "Filter Likes")
        window.key("Escape")
        window.find("item", FIRST)
        window.wait(lambda: name_of_focus(window), "the focus somewhere")
        # so does a button that goes with what it was for
        window.type("zzz")
        window.says("No Matches")
        tab_to(window, "Clear Filters")
        window.key("Return")
        window.find("item", FIRST)
        focus_is(window, "Filter Likes")


def the_focus_outlives_a_card(program):
    with Window(program, "connected,locked", on("services")) as window:
        tab_to(window, "Unlock…")
        window.key("Return")
        window.find_gone("label", "Your keyring is locked")
        window.wait(lambda: name_of_focus(window), "the focus somewhere else")
    with Window(program, "connected,locked", on("feed")) as window:
        tab_to(window, "Unlock…")
        window.key("Return")
        window.find_gone("label", "Your keyring is locked.")
        window.wait(lambda: name_of_focus(window), "the focus somewhere else")


def escape_leaves_everything(program):
    with Window(program, "all,connected", on("likes")) as window:
        focus_is(window, FIRST)
        for key in ("Menu", "shift+F10"):
            window.key(key)
            window.find("menu item", "Details")
            window.key("Escape")
            window.find_gone("menu item", "Details")
            focus_is(window, FIRST)
        window.key("F10")
        window.find("menu item", "Preferences")
        window.key("Escape")
        focus_is(window, "Main Menu")
        window.key("ctrl+3")
        focus_is(window, FIRST)
        window.key("alt+Return")
        window.find("label", "Hear It On")
        tab_to(window, "This Is the Same As…")
        window.key("Return")
        focus_is(window, "Search for the Same Song")
        window.key("Escape")
        focus_is(window, "This Is the Same As…")
        window.key("Escape")
        focus_is(window, FIRST)


def many_songs_are_chosen(program):
    with Window(program, "all,connected", on("likes")) as window:
        focus_is(window, FIRST)
        tab_to(window, "Select Songs", "shift+Tab")
        window.key("Return")
        window.find("label", "Select Songs")
        tab_to(window, FIRST)
        window.key("space")
        window.find("label", "1 Song Selected")
        window.key("Down", "Down", "space")
        window.find("label", "2 Songs Selected")
        tab_to(window, "Remove Likes")
        window.key("Return")
        window.says("2 likes removed")
        window.find("button", "Select Songs")
        window.wait(lambda: name_of_focus(window), "the focus back in the window")
        window.key("ctrl+z")
        window.wait(lambda: window.is_checked("toggle", "Like “Harbour Lights”"), "the heart to come back")


run(
    [
        a_first_visit,
        looking_around_first,
        each_page_takes_the_focus,
        tab_comes_by_all_of_a_service,
        the_focus_outlives_what_had_it,
        the_focus_outlives_a_card,
        escape_leaves_everything,
        many_songs_are_chosen,
    ]
)
