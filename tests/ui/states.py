# states.py: each state that the window can be in, and the way there
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

from desktop import Window


class State:
    """A page over a dummy library; `act` leads on from there, `ready` is said when it is there."""

    def __init__(self, page, dummy, act=None, ready=None, settings=None):
        self.dummy = dummy
        self.act = act
        self.ready = ready
        self.settings = {"looked-around": "true", "page": f"'{page}'", **(settings or {})}

    def open(self, program, words="", size=None, environment=None):
        sizes = {"window-width": str(size[0]), "window-height": str(size[1])} if size else {}
        return Window(program, words + self.dummy, {**self.settings, **sizes}, environment=environment)

    def reach(self, window):
        if self.ready is not None:
            window.says(self.ready)
        if self.act is not None:
            self.act(window)


def open_details(window):
    window.press("item", "Spotify")
    window.find("button", "Disconnect…")


def open_disconnect(window):
    open_details(window)
    window.press("button", "Disconnect…")
    window.find("button", "Cancel")


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


def open_own_results(window):
    window.write("Search", "har")
    window.says("These are the matches in your own music")


def open_shortcuts(window):
    window.key("ctrl+question")
    window.says("Open in the preferred service")


def open_preferences(window):
    window.key("ctrl+comma")
    window.press("item", "Spotify")
    window.find("toggle", "Like on Spotify Too")


def open_preview(window):
    window.says("Harbour Lights")
    if window.look("button", "More for “Harbour Lights”") is None:  # narrow: all is in the row's menu
        window.click(next(row for row in window.items() if row.get_name().startswith("Harbour Lights")), 3)
        window.press("menu item", "Play Preview")
    else:
        window.press("button", "Preview “Harbour Lights”")
    window.find("button", "Preview from Deezer")


def open_song(window):
    window.press("item", "Harbour Lights, Nora Fjeld")
    window.find("label", "Hear It On")


def open_versions(window):
    open_song(window)
    window.find("item", "Harbour Lights - Live in Bergen")
    window.reveal(window.find("item", "Harbour Lights (Sable Remix)"))


def open_parting(window):
    open_song(window)
    window.press("button", "These Are Not the Same…")
    window.find("button", "Separate")


def open_joining(window):
    open_song(window)
    window.press("button", "This Is the Same As…")
    window.find("item", "Glasshouse")


def open_selecting(window):
    window.press("button", "Select Songs")
    window.find("label", "Select Songs")
    window.press("item", "Say It Twice, The Paper Lanterns, Imani Cole")
    window.says("Selected")  # narrow: without the word “Song”


def open_filters(window):
    window.press("button", "Filter")
    window.says("BandLab")


TALL = {"window-height": "990"}  # nothing is scrolled to

def open_sorting(window):
    window.press("toggle", "Newest First")
    window.find("menu item", "On Most Services")


def open_main_menu(window):
    window.key("F10")
    window.find("menu item", "Preferences")


STATES = {
    "first_run": State("feed", "all", ready="One Place", settings={"looked-around": "false"}),
    "feed": State("feed", "all,connected", ready="Today"),
    "feed_without_connection": State("feed", "all", ready="Your own music, here"),
    "feed_empty": State("feed", "connected,empty", ready="Nothing Played Yet"),
    "feed_loading": State("feed", "all,connected,slow"),
    "feed_offline": State("feed", "all,connected,offline", ready="offline"),
    "feed_sign_in_again": State("feed", "all,connected,signed-out", ready="Today"),
    "search": State("search", "all,connected", ready="Find a Song", settings={"recent-searches": "['undertow']"}),
    "search_results": State("search", "all,connected,silent", open_results),
    "search_offline": State("search", "all,connected,offline", open_own_results),
    "track": State("search", "all,connected", open_track),
    "track_versions": State("likes", "all,connected", open_versions, settings=TALL),
    "track_parting": State("likes", "all,connected", open_parting, settings=TALL),
    "track_joining": State("likes", "all,connected", open_joining, settings=TALL),
    "likes": State("likes", "all,connected,importing", ready="Importing likes"),
    "likes_selecting": State("likes", "all,connected", open_selecting),
    "likes_filters": State("likes", "all,connected", open_filters),
    "likes_sorting": State("likes", "all,connected", open_sorting, ready="Harbour Lights"),
    "likes_empty": State("likes", "connected,empty", ready="No Likes Yet"),
    "likes_loading": State("likes", "all,connected,slow"),
    "services": State("services", "all", ready="Without an Account"),
    "services_connected": State("services", "all,connected,signed-out,vanished,problem", open_details),
    "services_keyring": State("services", "all,connected,locked", ready="Your keyring is locked"),
    "services_no_keyring": State("services", "absent", ready="keyring"),
    "set_up": State("services", "all", open_setup),
    "waiting": State("services", "ready", open_waiting),
    "problem": State("services", "ready,denied", open_problem),
    "disconnect": State("services", "all,connected", open_disconnect),
    "failed": State("feed", "broken"),
    "shortcuts": State("feed", "all,connected", open_shortcuts),
    "main_menu": State("feed", "all,connected", open_main_menu, ready="Today"),
    "preferences": State("feed", "all,connected", open_preferences, ready="Today"),
    "preview": State("feed", "all,connected,sound", open_preview, ready="Today"),
    "narrow_feed": State("feed", "all,connected", ready="Today", settings={"window-width": "360"}),
    "narrow_likes": State("likes", "all,connected,importing", ready="Importing likes", settings={"window-width": "360"}),
}
