# states.py: each state that the window can be in, and the way there
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

from desktop import Window


class State:
    """A page over a dummy library; `act` leads on from there, `ready` is said when it is there.

    What `passes` by itself, or when the window gets another size: menus, toasts, sound.
    """

    def __init__(self, page, dummy, act=None, ready=None, settings=None, passes=False):
        self.dummy = dummy
        self.act = act
        self.ready = ready
        self.passes = passes
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


def open_setup_mistake(window):
    open_setup(window)
    window.write("Client ID", "https://developer.spotify.com/dashboard")
    window.says("This is the address of the page.")


def open_setup_checked(window):
    open_setup(window)
    window.write("Client ID", "9f3c1d7e6b2a4058a1c4e7d90b35f862")
    window.says("Looks right.")


def open_setup_token(window):
    window.press("button", "Set Up ListenBrainz…")
    window.find("entry", "Token")


def open_setup_key(window):
    window.press("button", "Set Up Apple Music…")
    window.find("entry", "Team ID")


def open_waiting(window):
    window.press("button", "Connect Spotify")
    window.find("item", "Paste the Address Instead")


def open_paste(window):
    open_waiting(window)
    window.press("item", "Paste the Address Instead")
    window.write("Address", "nonsense")
    window.press("button", "Continue")
    window.says("can’t be used")


def open_browser_errors(window):
    open_waiting(window)
    # offered after 20 seconds
    window.wait(lambda: window.look("item", "What Does the Browser Show?"), "the offer", 30)
    window.press("item", "What Does the Browser Show?")
    window.says("INVALID_CLIENT")


def open_switch(window):
    window.press("button", "Connect Spotify")
    window.find("button", "Switch Account")


def open_problem(window):
    window.press("button", "Connect Spotify")
    window.find("button", "Try Again")


def open_track(window):
    window.write("Search", "https://open.example.org/track/1")
    window.find("label", "Hear It On")


def open_results(window):
    window.write("Search", "har")
    window.find("heading", "Everywhere")


def open_search_waiting(window):
    window.write("Search", "har")
    window.find("heading", "In Your Music")


def open_no_results(window):
    window.write("Search", "zzz")
    window.says("Nothing Found")


def open_bad_link(window):
    window.write("Search", "https://open.example.org/missing")
    window.says("This Link Could Not Be Opened")


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


def find_row(window, title):
    return window.wait(lambda: next((row for row in window.items() if row.get_name().startswith(title)), None), f"“{title}”")


def open_row_menu(window):
    window.click(find_row(window, "Say It Twice"), 3)
    window.find("menu item", "Copy Title and Artist")


def open_more_services(window):
    row = find_row(window, "Say It Twice")

    def look():
        return next((n for n in (3, 5) if window.look("button", f"{n} more services", row)), None)

    n = window.wait(look, "the rest of the services")
    window.press("button", f"{n} more services", row)
    window.says("Deezer")


def open_undo(window):
    window.press("toggle", "Like “Say It Twice”")
    window.find("button", "Undo")


def open_failed_sync(window):
    find_row(window, "Harbour Lights")
    window.key("F5")
    window.find("button", "Try Again")


def open_no_match(window):
    window.write("Filter Likes", "zzz")
    window.says("No Matches")


def open_filtered(window):
    open_filters(window)
    window.press("radio", "Missing")
    window.press("toggle", "Explicit")
    window.key("Escape")
    window.says("of 4354")


def open_session(window):
    window.press("button", "Use for This Session Only")
    window.find_gone("button", "Use for This Session Only")


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
    # where it is narrow its button has no words
    window.press("toggle", "Newest First" if window.look("toggle", "Newest First") else "Sort")
    window.find("menu item", "On Most Services")


def open_main_menu(window):
    window.key("F10")
    window.find("menu item", "Preferences")


def open_about(window):
    open_main_menu(window)
    window.press("menu item", "About Tutti")
    window.says("The Tutti authors")


def open_delete(window):
    open_main_menu(window)
    window.press("menu item", "Delete All My Data…")
    window.find("button", "Cancel")


def open_preferences_top(window):
    window.key("ctrl+comma")
    window.find("item", "Spotify")


def open_track_menu(window):
    open_song(window)
    window.press("toggle", "More")
    window.find("menu item", "Copy Title and Artist")


STATES = {
    # the window
    "first_run": State("feed", "all", ready="One Place", settings={"looked-around": "false"}),
    "opening": State("feed", "opening"),
    "failed": State("feed", "broken", ready="Can’t Be Opened"),
    # the feed
    "feed": State("feed", "all,connected", ready="Today"),
    "feed_without_connection": State("feed", "all", ready="Your own music, here"),
    "feed_empty": State("feed", "connected,empty", ready="Nothing Played Yet"),
    "feed_nothing": State("feed", "empty", ready="Nothing Here Yet"),
    "feed_loading": State("feed", "all,connected,slow"),
    "feed_offline": State("feed", "all,connected,offline", ready="offline"),
    "feed_error": State("feed", "all,connected,failing", open_failed_sync, passes=True),
    "feed_quota": State("feed", "all,connected,quota", ready="answers no more questions"),
    "feed_keyring": State("feed", "all,connected,locked", ready="Your keyring is locked"),
    "feed_sign_in_again": State("feed", "all,connected,signed-out", ready="Today"),
    "feed_undo": State("feed", "all,connected", open_undo, passes=True),
    "row_menu": State("feed", "all,connected", open_row_menu, passes=True),
    "row_services": State("feed", "all,connected", open_more_services, passes=True),
    "preview": State("feed", "all,connected,sound", open_preview, ready="Today", passes=True),
    # search
    "search": State("search", "all,connected", ready="Find a Song", settings={"recent-searches": "['undertow', 'halcyon club second summer']"}),
    "search_first": State("search", "all", ready="Find a Song"),
    "search_results": State("search", "all,connected,silent", open_results),
    "search_loading": State("search", "all,connected,slow", open_search_waiting),
    "search_empty": State("search", "all,connected", open_no_results),
    "search_offline": State("search", "all,connected,offline", open_own_results),
    "search_bad_link": State("search", "all,connected", open_bad_link),
    # a song
    "track": State("search", "all,connected", open_track),
    "track_versions": State("likes", "all,connected", open_versions, settings=TALL),
    "track_parting": State("likes", "all,connected", open_parting, settings=TALL),
    "track_joining": State("likes", "all,connected", open_joining, settings=TALL),
    "track_menu": State("likes", "all,connected", open_track_menu, passes=True),
    # likes
    "likes": State("likes", "all,connected,importing", ready="Importing likes"),
    "likes_selecting": State("likes", "all,connected", open_selecting),
    "likes_filters": State("likes", "all,connected", open_filters, passes=True),
    "likes_filtered": State("likes", "all,connected", open_filtered),
    "likes_no_match": State("likes", "all,connected", open_no_match),
    "likes_sorting": State("likes", "all,connected", open_sorting, ready="Harbour Lights", passes=True),
    "likes_empty": State("likes", "connected,empty", ready="No Likes Yet"),
    "likes_nothing": State("likes", "all,empty", ready="No Likes Yet"),
    "likes_loading": State("likes", "all,connected,slow"),
    "likes_offline": State("likes", "all,connected,offline", ready="Harbour Lights"),
    "likes_keyring": State("likes", "all,connected,locked", ready="Your keyring is locked"),
    # services
    "services": State("services", "all", ready="Without an Account"),
    "services_connected": State("services", "all,connected,signed-out,vanished,problem", open_details),
    "services_offline": State("services", "all,connected,offline", ready="offline"),
    "services_keyring": State("services", "all,connected,locked", ready="Your keyring is locked"),
    "services_no_keyring": State("services", "absent", ready="keyring"),
    "services_session": State("services", "all,absent", open_session),
    # connecting one
    "set_up": State("services", "all", open_setup),
    "set_up_mistake": State("services", "all", open_setup_mistake),
    "set_up_checked": State("services", "all", open_setup_checked),
    "set_up_token": State("services", "all", open_setup_token),
    "set_up_key": State("services", "all,signs", open_setup_key),
    "waiting": State("services", "ready", open_waiting),
    "waiting_paste": State("services", "ready", open_paste),
    "waiting_errors": State("services", "ready", open_browser_errors),
    "problem": State("services", "ready,denied", open_problem),
    "switch": State("services", "ready,switch", open_switch),
    "disconnect": State("services", "all,connected", open_disconnect),
    # what the main menu has
    "main_menu": State("feed", "all,connected", open_main_menu, ready="Today", passes=True),
    "preferences": State("feed", "all,connected", open_preferences_top, ready="Today"),
    "preferences_service": State("feed", "all,connected", open_preferences, ready="Today"),
    "shortcuts": State("feed", "all,connected", open_shortcuts),
    "about": State("feed", "all,connected", open_about, ready="Today"),
    "delete": State("feed", "all,connected", open_delete, ready="Today"),
    # narrow ones
    "narrow_feed": State("feed", "all,connected", ready="Today", settings={"window-width": "360"}),
    "narrow_likes": State("likes", "all,connected,importing", ready="Importing likes", settings={"window-width": "360"}),
}
