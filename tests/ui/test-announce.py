# test-announce.py: what a screen reader says without being asked: all of it, once, and nothing else
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import time

from desktop import PATIENCE, Atspi, GLib, Window, run

GOOD_ID = "9f3c1d7e6b2a4058a1c4e7d90b35f862"
QUIET = 3  # seconds without another word: longer than any sentence waits


def on(page, **more):
    return {"looked-around": "true", "page": f"'{page}'", **more}


class Ear:
    """Hears the announcements of all programs, in order."""

    def __init__(self):
        self.heard = []
        self.n_expected = 0
        self.listener = Atspi.EventListener.new(lambda event: self.heard.append(str(event.any_data)))
        self.listener.register("object:announcement")

    def listen(self):
        while GLib.MainContext.default().iteration(False):
            pass

    def hears(self, sentence):
        """The next thing that is said, and waited for, is this."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and len(self.heard) <= self.n_expected:
            self.listen()
            time.sleep(0.02)
        said = self.heard[self.n_expected:]
        assert said and said[0] == sentence, f"“{sentence}” was to be said, not {said}, after {self.heard[:self.n_expected]}"
        self.n_expected += 1

    def hears_at_rest(self, sentence):
        """As hears(), for what comes after typing. Where the machine rests in between, one word more may be said."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and sentence not in self.heard[self.n_expected:]:
            self.listen()
            time.sleep(0.02)
        said = self.heard[self.n_expected:]
        assert sentence in said[:2], f"“{sentence}” was to be said, not {said}, after {self.heard[:self.n_expected]}"
        self.n_expected += said.index(sentence) + 1

    def hears_toast(self, text, button=None):
        """The toolkit's own words."""
        self.hears(f"A toast appeared: {text}, has a button: {button}" if button else f"A toast appeared: {text}")

    def hears_no_more(self):
        end = time.monotonic() + QUIET
        while time.monotonic() < end:
            self.listen()
            time.sleep(0.02)
        assert len(self.heard) == self.n_expected, f"more was said: {self.heard[self.n_expected:]}"


def visit(program, dummy, settings):
    """A window and somebody who hears it; all that was said must have been expected."""

    class Visit:
        def __enter__(self):
            self.ear = Ear()
            self.window = Window(program, dummy, settings)
            return self.window.__enter__(), self.ear

        def __exit__(self, kind, value, trace):
            try:
                if kind is None:
                    self.ear.hears_no_more()
            finally:
                self.ear.listener.deregister("object:announcement")
                self.window.__exit__(kind, value, trace)

    return Visit()


def what_was_found_is_said_when_the_typing_rests(program):
    with visit(program, "all,connected", on("search")) as (window, ear):
        window.find("entry", "Search")
        window.type("harbour")
        ear.hears_at_rest("10 songs")
        window.key("ctrl+a")
        window.type("zzzzzzz")
        ear.hears_at_rest("Nothing Found")
        window.key("Escape")
        window.says("Find a Song on Every Service")
        window.write("Search", "https://open.example.org/missing")
        ear.hears("This Link Could Not Be Opened")


def who_did_not_answer_is_said_with_it(program):
    with visit(program, "all,connected,silent", on("search")) as (window, ear):
        window.find("entry", "Search")
        window.type("harbour")
        ear.hears_at_rest("10 songs. TIDAL did not answer in time.")


def how_many_likes_fit_is_said_when_the_typing_rests(program):
    with visit(program, "all,connected", on("likes")) as (window, ear):
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.key("ctrl+f")
        window.type("lights")
        ear.hears_at_rest("622 of 4354")
        window.key("ctrl+a")
        window.type("zzz")
        ear.hears_at_rest("No Matches")
        window.key("Escape")
        ear.hears("4354 songs")
        window.press("button", "Select Songs")
        window.press("button", "Select All")
        ear.hears("4354 Songs Selected")


def a_like_is_said_by_its_toast(program):
    with visit(program, "all,connected", on("feed")) as (window, ear):
        window.press("toggle", "Like “Say It Twice”")
        ear.hears_toast("Liked", "_Undo")
        window.press("toggle", "Like “Say It Twice”")
        ear.hears_toast("Like removed", "_Undo")


def an_import_begins_and_ends(program):
    with visit(program, "advancing,connected,empty", on("likes")) as (window, ear):
        window.press("button", "Import Likes")
        ear.hears("Importing likes from Spotify")
        ear.hears("Your Likes From Spotify Are Here")


def an_import_stops(program):
    with visit(program, "advancing,halting,connected,empty", on("likes")) as (window, ear):
        window.press("button", "Import Likes")
        ear.hears("Importing likes from Spotify")
        ear.hears("Import from Spotify has stopped")
        window.press("button", "Go On Importing")  # and it stops again, as was said


def a_preview_says_whose_it_is(program):
    with visit(program, "all,connected,sound", on("feed")) as (window, ear):
        window.press("button", "Preview “Harbour Lights”")
        ear.hears("Preview of “Harbour Lights” from Deezer")
        window.press("button", "Stop the preview")
        window.find_gone("button", "Preview from Deezer")


def a_preview_that_is_not_there_is_said(program):
    with visit(program, "all,connected", on("feed")) as (window, ear):
        window.press("button", "Preview “Harbour Lights”")
        ear.hears_toast("There is no preview of this song. Open it in a service to hear it.")


def the_network_goes_and_comes(program):
    with visit(program, "all,connected", on("feed")) as (window, ear):
        window.find("heading", "Today")
        os.kill(window.process.pid, signal.SIGUSR1)
        ear.hears("You are offline. Showing what is kept on this computer.")
        window.key("ctrl+3")  # the banner stands on all pages
        window.find("entry", "Filter Likes")
        os.kill(window.process.pid, signal.SIGUSR1)
        ear.hears("You are online again.")


def what_is_wrong_from_the_start_is_said(program):
    with visit(program, "all,connected,offline", on("feed")) as (window, ear):
        ear.hears("You are offline. 2 likes will be sent when you are back.")


def connecting_says_how_it_ended(program):
    with visit(program, "ready,denied", on("services")) as (window, ear):
        window.press("button", "Connect Spotify")
        ear.hears("Spotify Is Not Connected. Access to Spotify was denied in the browser. Connect again to allow it.")
    with visit(program, "ready,agrees", on("services")) as (window, ear):
        window.press("button", "Connect Spotify")
        ear.hears_toast("Spotify is connected")


def what_was_pasted_is_said_to_be_good(program):
    with visit(program, "all", on("services")) as (window, ear):
        window.press("button", "Set Up Spotify…")
        window.click(window.find("entry", "Client ID"))
        window.type("9f3c1d7e")
        ear.hears_at_rest("A client ID has 32 letters and digits; this has 8.")
        window.write("Client ID", GOOD_ID)
        ear.hears("Looks right. Connect opens Spotify in your browser.")


def a_keyring_that_stays_locked_is_said(program):
    with visit(program, "connected,locked,dismissed", on("services")) as (window, ear):
        window.press("button", "Unlock…")
        ear.hears_toast("The keyring stayed locked. Unlock it, or stay connected for this session only.")
        window.find("label", "Your keyring is still locked")


def a_service_says_its_new_place(program):
    with visit(program, "all,connected", on("feed")) as (window, ear):
        window.find("heading", "Today")
        window.key("ctrl+comma")
        window.press("button", "Move TIDAL")
        window.press("menu item", "Move Up")
        ear.hears("TIDAL is now 3 of 8")


def going_about_says_nothing(program):
    """The focus goes along, and a screen reader with it."""
    with visit(program, "all,connected", on("feed")) as (window, ear):
        window.find("heading", "Today")
        for page, word in (("4", "Without an Account"), ("3", "Filter Likes"), ("2", "Find a Song"), ("1", "Today")):
            window.key("ctrl+" + page)
            window.says(word)
        window.key("ctrl+comma")
        window.find("item", "TIDAL")
        window.key("Escape")


run(
    [
        what_was_found_is_said_when_the_typing_rests,
        who_did_not_answer_is_said_with_it,
        how_many_likes_fit_is_said_when_the_typing_rests,
        a_like_is_said_by_its_toast,
        an_import_begins_and_ends,
        an_import_stops,
        a_preview_says_whose_it_is,
        a_preview_that_is_not_there_is_said,
        the_network_goes_and_comes,
        what_is_wrong_from_the_start_is_said,
        connecting_says_how_it_ended,
        what_was_pasted_is_said_to_be_good,
        a_keyring_that_stays_locked_is_said,
        a_service_says_its_new_place,
        going_about_says_nothing,
    ]
)
