# test-window.py: what a person does in the window, as a screen reader meets it
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import shutil
import signal

from desktop import PATIENCE, Atspi, Window, make_locale, run

USED = {"looked-around": "true"}
GOOD_ID = "9f3c1d7e6b2a4058a1c4e7d90b35f862"


def on(page, **more):
    return {**USED, "page": f"'{page}'", **more}


def first_run_offers_two_ways(program):
    with Window(program, "all") as window:
        window.find("label", "All Your Music Services, One Place")
        window.find("button", "Connect a Service")
        window.press("button", "Look Around First")
        window.says("Your own music, here")
        window.find("item", "Harbour Lights, Nora Fjeld")


def first_run_leads_to_services(program):
    with Window(program, "all") as window:
        window.press("button", "Connect a Service")
        window.find("button", "Set Up Spotify…")


def set_up_checks_what_is_pasted(program):
    with Window(program, "all", on("services")) as window:
        window.press("button", "Set Up Spotify…")
        window.find("button", "Open the Dashboard")
        window.find("button", "Copy the Redirect Address")
        window.says("http://127.0.0.1/callback")
        assert not window.is_sensitive("button", "Connect")
        window.write("Client ID", "https://developer.spotify.com/dashboard")
        window.says("This is the address of the page.")
        assert not window.is_sensitive("button", "Connect")
        window.write("Client ID", GOOD_ID)
        window.says("Looks right.")
        window.press("button", "Connect")
        window.find("label", "Continue in Your Browser")
        window.says("Waiting until")
        window.press("button", "Cancel")
        window.find("button", "Connect Spotify")


def a_pasted_token_is_checked_at_once(program):
    with Window(program, "all", on("services")) as window:
        window.press("button", "Set Up ListenBrainz…")
        assert not window.is_sensitive("button", "Connect")
        window.write("Token", "short")
        window.says("This is not a token")
        assert not window.is_sensitive("button", "Connect")
        window.write("Token", "00000000-0000-4000-8000-000000000000")
        window.says("does not know this token")
        window.write("Token", "4d3f2c1b-0a9e-4b7c-8d6e-5f4a3b2c1d0e")
        window.says("This is the token of ada.")
        window.write("Token", "")
        window.write("Or Only Your User Name, to Read", "rob")
        window.says("What rob listened to can be read.")
        window.press("button", "Connect")
        window.says("ListenBrainz is connected")
        window.press("item", "ListenBrainz")
        window.press("button", "Add a Token…")
        window.write("Token", "4d3f2c1b-0a9e-4b7c-8d6e-5f4a3b2c1d0e")
        window.says("This is the token of ada.")


def an_old_key_is_offered_aside(program):
    with Window(program, "all", on("services")) as window:
        window.press("button", "Use an Old App ID of Deezer…")
        window.says("Deezer gives out no keys any more.")


def connecting_updates_the_page(program):
    with Window(program, "all,ready,agrees", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.says("Spotify is connected")
        window.says("mira@example.org")
        window.says("sign in again by")
        window.says("See your likes")
        window.find("button", "Sync Spotify Now")


def the_address_can_be_pasted(program):
    with Window(program, "ready", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.find("label", "Continue in Your Browser")
        window.press("item", "Paste the Address Instead")
        window.write("Address", "nonsense")
        window.press("button", "Continue")
        window.says("can’t be used")  # a pressed button clicks a moment later
        window.write("Address", "http://127.0.0.1:1/callback?code=a&state=b")
        window.press("button", "Continue")
        window.says("Spotify is connected")


def after_twenty_seconds_the_errors_are_offered(program):
    with Window(program, "ready", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.find("item", "Paste the Address Instead")
        assert window.look("item", "What Does the Browser Show?") is None
        window.wait(lambda: window.look("item", "What Does the Browser Show?"), "the offer", 20 + PATIENCE)
        window.press("item", "What Does the Browser Show?")
        window.says("INVALID_CLIENT: Invalid redirect URI")
        window.press("button", "Back to the Steps")
        window.find("button", "Copy the Redirect Address")


def consent_denied_says_so(program):
    with Window(program, "ready,denied", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.says("Spotify Is Not Connected")
        window.find("button", "Try Again")
        window.press("button", "Close")
        window.find("button", "Connect Spotify")


def another_account_asks(program):
    with Window(program, "ready,switch", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.says("Switch to the Other Account?")
        window.find("button", "Keep Mira Lindqvist")
        window.press("button", "Switch Account")
        window.says("Spotify is connected")


def a_sign_in_outlives_its_window(program):
    with Window(program, "ready,told", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.find("item", "Paste the Address Instead")
        window.close()  # the dialog
        window.find_gone("item", "Paste the Address Instead")
        window.find("button", "Continue Connecting Spotify…")
        window.close()  # the window
        window.wait(lambda: window.app.get_child_count() == 0, "the window to go")
        window.process.send_signal(signal.SIGUSR2)  # the browser agrees
        window.says("mira@example.org")


def escape_cancels_a_sign_in(program):
    with Window(program, "ready", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.find("item", "Paste the Address Instead")
        window.key("Escape")
        window.find("button", "Connect Spotify")


def a_sign_in_can_be_cancelled_from_its_row(program):
    with Window(program, "ready", on("services")) as window:
        window.press("button", "Connect Spotify")
        window.find("item", "Paste the Address Instead")
        window.close()
        window.find_gone("item", "Paste the Address Instead")
        window.press("button", "Cancel")
        window.find("button", "Connect Spotify")


def disconnecting_counts_and_asks(program):
    with Window(program, "connected", on("services", **{"window-height": "940"})) as window:
        window.press("item", "Spotify")
        window.press("button", "Disconnect…")
        window.says("1248 likes")
        window.says("412 plays")
        window.says("2 likes that were not sent yet")
        window.find("toggle", "Keep 14 songs you liked in Tutti")
        window.press("button", "Disconnect")
        window.find("button", "Connect Spotify")


def public_catalogues_wait_for_the_persons_word(program):
    with Window(program, "all", on("services", **{"window-height": "980"})) as window:
        window.says("Can be searched without an account")
        assert not window.is_checked("toggle", "Also Search Public Catalogues")
        window.press("toggle", "Also Search Public Catalogues")
        window.says("Searched without an account")


def a_locked_keyring_can_be_unlocked(program):
    with Window(program, "connected,locked", on("services")) as window:
        window.find("label", "Your keyring is locked")
        window.says("Waiting for the keyring")
        window.find("button", "Use for This Session Only")
        window.press("button", "Unlock…")
        window.find_gone("label", "Your keyring is locked")


def a_dismissed_prompt_keeps_both_ways(program):
    with Window(program, "connected,locked,dismissed", on("services")) as window:
        window.press("button", "Unlock…")
        window.find("label", "Your keyring is still locked")
        window.press("button", "Use for This Session Only")
        window.find("label", "Sign-ins are for this session only")


def without_a_keyring_a_session_is_offered(program):
    with Window(program, "absent", on("services")) as window:
        window.find("label", "No keyring was found")
        window.find("button", "Use for This Session Only")
        assert window.look("button", "Unlock…") is None


def the_feed_has_days_and_rows(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        row = window.find("item", "Say It Twice, The Paper Lanterns, Imani Cole…*")
        window.find("button", "Open in Spotify, played here", row)
        window.find("button", "Open in YouTube", row)
        window.find("button", "3 more services", row)
        window.find("button", "More for “Say It Twice”", row)


def the_first_day_stays_when_the_list_shrinks(program):
    with Window(program, "all,connected,sound", on("feed")) as window:
        header = window.find("heading", "Today")
        window.find("item", "Harbour Lights, Nora Fjeld…*")
        window.wait_for_rest()

        def look():
            return header.get_component_iface().get_extents(Atspi.CoordType.WINDOW).y

        before = look()
        window.press("button", "Preview “Harbour Lights”")
        window.find("button", "Preview from Deezer")
        window.wait(lambda: look() == before, "the first header to be back in its place")


def liking_shows_at_once_and_can_be_undone(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("toggle", "Like “Say It Twice”")
        assert not window.is_checked("toggle", "Like “Say It Twice”")
        window.press("toggle", "Like “Say It Twice”")
        window.wait(lambda: window.is_checked("toggle", "Like “Say It Twice”"), "the heart")
        window.says("Liked")
        window.press("button", "Undo")
        window.wait(lambda: not window.is_checked("toggle", "Like “Say It Twice”"), "the heart to go")


def offline_is_said_and_keeps_the_list(program):
    with Window(program, "all,connected,offline", on("feed")) as window:
        window.says("You are offline. 2 likes will be sent when you are back.")
        window.find("item", "Harbour Lights, Nora Fjeld…*")


def an_empty_feed_offers_a_sync(program):
    with Window(program, "connected,empty", on("feed")) as window:
        window.says("Nothing Played Yet")
        window.find("button", "Sync Now")


def who_failed_is_said_once_and_asked_again(program):
    with Window(program, "all,connected,failing", on("services")) as window:
        window.find("button", "Sync YouTube Now")
        window.key("F5")
        window.says("Not updated: YouTube, SoundCloud")
        window.press("button", "Try Again")
        # YouTube is well now, and Spotify, which was, is not asked again: it would fail.
        window.says("SoundCloud can’t be reached.")
        window.find("button", "Try Again")


def signed_out_is_said_everywhere(program):
    with Window(program, "all,connected,signed-out", on("feed")) as window:
        window.says("TIDAL has signed you out.")
        window.find("button", "Sign In")


def signing_in_again_is_said_before(program):
    with Window(program, "all,connected,soon", on("feed")) as window:
        window.says("Spotify wants you to sign in again by ")
        window.press("button", "Sign In")
        window.find("label", "Continue in Your Browser")


def a_locked_keyring_is_said_everywhere(program):
    with Window(program, "connected,locked", on("feed")) as window:
        window.says("Your keyring is locked.")
        window.press("button", "Unlock…")
        window.find_gone("label", "Your keyring is locked.")


def a_used_up_quota_is_said(program):
    with Window(program, "all,connected,quota", on("feed")) as window:
        window.says("YouTube answers no more questions for now. Tutti asks again at ")
        window.find("item", "Harbour Lights, Nora Fjeld…*")


def likes_are_filtered(program):
    with Window(program, "all,connected,likes=100000", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        assert len(window.items()) < 400, "only what is near the view is made"
        window.write("Filter Likes", "lights")
        window.says("14286 of 100000")
        window.write("Filter Likes", "zzz")
        window.says("No Matches")
        window.press("button", "Clear Filters")
        window.find("item", "Harbour Lights, Nora Fjeld")


def likes_are_filtered_by_several_services(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.press("button", "Filter")
        rows = [node for node, _ in window.walk() if node.get_role() == Atspi.Role.RADIO_BUTTON and node.get_name() == "On"]
        rows[0].get_action_iface().do_action(0)
        window.find("button", "Remove Filter “On Spotify”")
        rows[1].get_action_iface().do_action(0)
        window.find("button", "Remove Filter “On YouTube”")
        missing = [node for node, _ in window.walk() if node.get_role() == Atspi.Role.RADIO_BUTTON and node.get_name() == "Missing"]
        missing[2].get_action_iface().do_action(0)
        window.find("button", "Remove Filter “Missing on SoundCloud”")
        window.says("622 of 4354")
        window.key("Escape")
        window.press("button", "Remove Filter “On YouTube”")
        window.find_gone("button", "Remove Filter “On YouTube”")
        window.find("button", "Remove Filter “Missing on SoundCloud”")
        window.press("button", "Filter")
        window.press("button", "Clear Filters")
        window.find_gone("button", "Remove Filter “On Spotify”")


def likes_are_filtered_by_more(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.press("button", "Filter")
        window.find("toggle", "On One Service Only")
        window.key("shift+Tab")  # from the first to the last
        window.wait(lambda: (window.focused() or window.app).get_name() == "Explicit", "the focus on the last choice")
        window.key("space")
        window.find("button", "Remove Filter “Explicit”")
        window.says("622 of 4354")
        window.key("shift+Tab")
        window.wait(lambda: (window.focused() or window.app).get_name() == "On One Service Only", "the focus on the choice before")
        window.key("space")
        window.says("484 of 4354")
        window.key("Escape")
        window.press("button", "Remove Filter “On One Service Only”")
        window.says("622 of 4354")
        window.press("button", "Remove Filter “Explicit”")
        window.find_gone("button", "Remove Filter “Explicit”")


def many_are_liked_on_one_service(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        start_selecting(window)
        window.press("item", "Harbour Lights, Nora Fjeld")
        window.press("item", "Say It Twice, The Paper Lanterns, Imani Cole")
        window.press("toggle", "Like On")
        window.find("menu item", "SoundCloud")
        assert window.look("menu item", "TIDAL") is None, "nobody is connected there"
        window.press("menu item", "Spotify")
        window.says("2 songs liked on Spotify")
        window.press("button", "Undo")
        window.find("button", "Select Songs")
        start_selecting(window)
        window.press("button", "Select All")
        window.find("label", "4354 Songs Selected")
        window.press("toggle", "Like On")
        window.press("menu item", "Spotify")
        window.says(" of 3484")  # of five the dummy service knows four
        window.press("button", "Undo")


def start_selecting(window):
    window.press("button", "Select Songs")
    window.find("label", "Select Songs")  # a pressed button clicks a moment later


def many_likes_are_removed_and_come_back(program):
    with Window(program, "all,connected", on("likes")) as window:
        first = window.find("item", "Harbour Lights, Nora Fjeld")
        start_selecting(window)
        assert not window.is_sensitive("button", "Remove Likes")
        window.click(first)
        window.find("label", "1 Song Selected")
        window.press("item", "Glasshouse, Explicit, Marlo Reyes")
        window.find("label", "2 Songs Selected")
        window.press("item", "Glasshouse, Explicit, Marlo Reyes")
        window.find("label", "1 Song Selected")
        window.key("Down", "space")  # the focus moves without choosing
        window.find("label", "2 Songs Selected")
        window.write("Filter Likes", "lights")  # what is chosen stays so
        window.says("of 4354")
        window.find("label", "2 Songs Selected")
        window.write("Filter Likes", "")
        window.press("button", "Select All")
        window.find("label", "4354 Songs Selected")
        window.press("button", "Remove Likes")
        window.press("button", "Undo")
        window.find("button", "Select Songs")
        window.wait(lambda: window.is_checked("toggle", "Like “Harbour Lights”"), "the heart to come back")


def a_narrow_window_counts_in_fewer_words(program):
    with Window(program, "all,connected", on("likes")) as window:
        first = window.find("item", "Harbour Lights, Nora Fjeld")
        start_selecting(window)
        window.click(first)
        window.find("label", "1 Song Selected")
        window.resize(360, 720)
        window.find("label", "1 Selected")


def many_links_are_copied(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        start_selecting(window)
        window.press("item", "Harbour Lights, Nora Fjeld")
        window.press("item", "Concrete Garden, VESPER")
        window.press("toggle", "Copy")
        window.press("menu item", "Links")
        window.says("2 links copied")
        window.find("button", "Select Songs")
        window.key("ctrl+f")
        window.key("Escape")  # to the list
        start_selecting(window)
        window.key("space")
        window.find("label", "1 Song Selected")
        window.press("toggle", "Copy")
        window.press("menu item", "Titles and Artists")
        window.says("1 title copied")
        start_selecting(window)
        window.press("item", "Harbour Lights, Nora Fjeld")
        window.press("button", "Remove Likes")
        window.wait(lambda: not window.is_checked("toggle", "Like “Harbour Lights”"), "the heart to go")
        start_selecting(window)
        window.key("Escape")
        window.find("button", "Select Songs")


def an_import_can_be_paused(program):
    with Window(program, "connected,importing", on("likes")) as window:
        window.says("Importing likes from Spotify")
        window.says("3150 of 12486")
        window.press("button", "Pause the Import")
        window.says("Import from Spotify is paused")
        window.press("button", "Go On Importing")
        window.says("Importing likes from Spotify")


def search_has_two_groups(program):
    with Window(program, "all,connected,silent", on("search")) as window:
        window.says("Find a Song on Every Service")
        window.write("Search", "harb")
        window.find("heading", "In Your Music")
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.find("heading", "Everywhere")
        window.says("TIDAL did not answer in time.")
        window.write("Search", "no such song")
        window.says("Nothing Found")


def a_link_opens_its_song(program):
    with Window(program, "all,connected", on("search")) as window:
        window.write("Search", "https://open.example.org/track/1")
        window.find("label", "Hear It On")
        window.find("button", "Copy TIDAL Link")


def open_song(window):
    window.press("item", "Harbour Lights, Nora Fjeld…*")
    window.find("label", "Hear It On")


def a_song_tells_its_past(program):
    with Window(program, "all,connected", on("likes")) as window:
        open_song(window)
        window.says("14 times · last ")
        window.says("Spotify, ")
        window.says("NOABC2300412")
        window.press("button", "Copy the Recording Code")
        window.says("Recording code copied")


def other_versions_are_shown(program):
    with Window(program, "all,connected", on("likes", **{"window-height": "980"})) as window:
        open_song(window)
        window.find("label", "Other Versions")
        row = window.find("item", "Harbour Lights - Live in Bergen")
        window.says("Nora Fjeld · Live in Bergen · 5:02")
        window.find("button", "Open in Spotify", row)
        window.find("item", "Harbour Lights (Sable Remix)")
        window.press("item", "Harbour Lights - Live in Bergen")
        window.find_gone("item", "Harbour Lights (Sable Remix)")
        window.find("label", "Harbour Lights - Live in Bergen")
        window.key("alt+Left")
        window.find("item", "Harbour Lights (Sable Remix)")


def other_services_are_asked(program):
    with Window(program, "all,connected", on("likes")) as window:
        open_song(window)
        window.press("button", "Look Elsewhere")
        window.says("Found on 1 more service")
        window.find("button", "Look Elsewhere")


def songs_are_parted_and_put_back(program):
    with Window(program, "all,connected", on("likes", **{"window-height": "980"})) as window:
        open_song(window)
        window.press("button", "These Are Not the Same…")
        window.says("Same recording code (ISRC)")
        assert not window.is_sensitive("button", "Separate")
        window.press("toggle", "Harbour Lights · Deezer")
        window.wait(lambda: window.is_sensitive("button", "Separate"), "the button to wake")
        window.press("button", "Separate")
        window.says("Separated, and never joined again")
        window.press("button", "Undo")
        window.find_gone("button", "Undo")
        window.press("button", "These Are Not the Same…")
        window.find("toggle", "Harbour Lights · Deezer")


def suggestions_are_answered(program):
    with Window(program, "all,connected", on("likes", **{"window-height": "980"})) as window:
        open_song(window)
        window.says("81 % alike")
        window.press("button", "“Harbour Lights 14” Is Different")
        window.says("Noted as different")
        window.find_gone("button", "“Harbour Lights 14” Is Different")
        window.press("button", "Undo")
        window.press("button", "“Harbour Lights 14” Is the Same")
        window.says("Joined as one song")
        window.find_gone("button", "“Harbour Lights 14” Is the Same")


def a_song_is_said_to_be_another(program):
    with Window(program, "all,connected", on("likes", **{"window-height": "980"})) as window:
        open_song(window)
        window.press("button", "This Is the Same As…")
        window.find("item", "Glasshouse")
        window.write("Search for the Same Song", "zzz")
        window.says("Paste a link to choose a song of any service.")
        window.write("Search for the Same Song", "glass")
        window.press("item", "Glasshouse")
        window.says("Joined as one song")
        window.find("button", "Undo")


def a_bad_link_is_explained(program):
    with Window(program, "all,connected", on("search")) as window:
        window.write("Search", "https://open.example.org/missing")
        window.says("This Link Could Not Be Opened")
        window.write("Search", "https://open.example.org/album/1")
        window.says("Tutti reads no song from this link.")
        window.press("button", "Open in Browser")
        window.wait(lambda: window.opened() == ["https://open.example.org/album/1"], "the page in the browser")
        window.write("Search", "nothing like that")
        window.says("Nothing Found")
        assert len(window.opened()) == 1
    with Window(program, "all,connected", on("feed"), ["https://open.example.org/album/2"]) as window:
        window.press("button", "Open in Browser")
        window.wait(lambda: window.opened() == ["https://open.example.org/album/2"], "the page in the browser")


def a_link_on_the_command_line(program):
    with Window(program, "all,connected", on("feed"), ["https://open.example.org/track/1"]) as window:
        window.find("label", "Hear It On")


def a_library_that_cannot_be_opened(program):
    with Window(program, "broken", on("feed")) as window:
        window.says("Your Library Can’t Be Opened")
        window.find("button", "Try Again")
        window.find("button", "Quit")


def keys_show_pages(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        window.key("ctrl+4")
        window.find("label", "Without an Account")
        window.key("ctrl+3")
        window.find("entry", "Filter Likes")
        window.key("ctrl+2")
        window.says("Find a Song on Every Service")
        window.key("ctrl+1")
        window.find("heading", "Today")
        window.key("ctrl+f")
        window.says("Find a Song on Every Service")
        window.key("ctrl+question")
        window.says("Open in the preferred service")


def a_link_is_pasted_anywhere(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.press("item", "Harbour Lights, Nora Fjeld…*")
        window.press("button", "Copy TIDAL Link")
        window.says("TIDAL link copied")
        window.key("alt+Left")
        window.find("heading", "Today")
        window.key("ctrl+v")
        window.find("label", "Hear It On")
        window.find("label", "Say It Twice")  # what the dummy finds behind any link


def a_text_is_pasted_anywhere(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.key("ctrl+f", "Escape")
        window.key("ctrl+c")
        window.says("Title and artist copied")
        window.key("ctrl+v")
        window.find("entry", "Search")
        window.says("Nothing Found")  # the dummy finds no title with its artist


def a_link_is_dropped_on_the_window(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.write("Filter Likes", "https://open.example.org/track/1")
        window.says("of 4354")
        window.drag_text(window.find("entry", "Filter Likes"), window.find("list", "Likes"))
        window.find("label", "Hear It On")
        window.find("label", "Say It Twice")


def a_text_is_dropped_on_the_window(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.write("Filter Likes", "harb")
        window.says("of 4354")
        window.drag_text(window.find("entry", "Filter Likes"), window.find("list", "Likes"))
        window.find("entry", "Search")
        window.find("heading", "Everywhere")


def another_order_is_kept(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.press("toggle", "Newest First")
        window.press("menu item", "Artist")
        window.find("button", "Artist")
        window.wait(lambda: window.setting("likes-sort") == "'artist'", "the order to be kept")


def typing_searches(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        window.type("harb")
        window.find("heading", "Everywhere")
        window.wait(lambda: (window.focused() or window.app).get_name() == "Search", "the focus in the entry")
        window.key("ctrl+3")
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.type("l")
        window.says("622 of 4354")
        window.wait(lambda: (window.focused() or window.app).get_name() == "Filter Likes", "the focus in the entry")


def searches_are_remembered_as_they_are(program):
    pasted = "x" * 5000  # by an older Tutti; to measure its row would take seconds
    recent = {"recent-searches": f"['Earth, <b>Wind & Fire', '{pasted}', 'halcyon']"}
    with Window(program, "all,connected", on("search", **recent)) as window:
        window.find("button", "Forget “Earth, <b>Wind & Fire”")
        window.find("button", "Forget “halcyon”")
        window.find_gone("button", f"Forget “{pasted}”")
        window.type("y" * 210)
        window.key("Return")
        window.find_gone("button", "Forget “halcyon”")
        window.key("ctrl+a", "h", "a", "r", "b", "Return")
        window.wait(lambda: "'harb'" in (window.setting("recent-searches") or ""), "the search to be remembered")
        assert "yyy" not in window.setting("recent-searches")


def the_focus_is_never_lost(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.key("ctrl+f", "Escape", "Down", "Down")
        window.wait(lambda: (window.focused() or window.app).get_name().startswith("Concrete Garden"), "the focus on the third row")
        window.key("alt+Return")
        window.find("label", "Hear It On")
        window.wait(lambda: window.focused(), "the focus on the song’s page")
        window.key("alt+Left")
        window.wait(lambda: (window.focused() or window.app).get_name().startswith("Concrete Garden"), "the focus back on its row")
        window.key("ctrl+comma")
        window.find("item", "TIDAL")
        window.key("Escape")
        window.wait(lambda: (window.focused() or window.app).get_name().startswith("Concrete Garden"), "the focus back on its row")


def rows_are_whole_wherever_one_goes(program):
    with Window(program, "all,connected", on("likes")) as window:
        def look():
            node = window.focused()
            return node if node and node.get_role() == Atspi.Role.LIST_ITEM and node.get_name() not in names[-1:] else None

        names = []
        window.find("item", "Harbour Lights, Nora Fjeld")
        for keys in ("ctrl+f", "Escape"), ("End",), ("Page_Up",), ("Home",):
            window.key(*keys)
            row = window.wait(look, "the focus on another row")
            names.append(row.get_name())
            window.find("toggle", "Like “…*", row)
            window.find("button", "More for “…*", row)
        assert names[0] == names[-1] != names[1], names
        window.wait(lambda: all(item.get_name() for item in window.items()), "a name for what is out of sight, too")


def keys_act_on_a_row(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.key("ctrl+f")
        window.key("Escape")
        window.wait(lambda: (window.focused() or window.app).get_role() == Atspi.Role.LIST_ITEM, "the focus on a row")
        liked = window.is_checked("toggle", "Like “Harbour Lights”")
        window.key("ctrl+l")
        window.wait(lambda: window.is_checked("toggle", "Like “Harbour Lights”") != liked, "the like to change")
        window.key("Menu")
        window.find("menu item", "Details")
        window.key("Escape")
        window.key("alt+Return")
        window.find("label", "Hear It On")
        window.key("alt+Left")
        window.find("item", "Harbour Lights, Nora Fjeld")


def keys_open_songs_and_help(program):
    with Window(program, "all,connected", on("likes")) as window:
        window.find("item", "Harbour Lights, Nora Fjeld")
        window.key("ctrl+f", "Escape")
        window.wait(lambda: (window.focused() or window.app).get_role() == Atspi.Role.LIST_ITEM, "the focus on a row")
        window.key("Return")
        window.wait(lambda: window.opened() == ["https://example.org/spotify/r0"], "the song in the preferred service")
        assert window.look("label", "Hear It On") is None, "Return led to the song’s page"
        window.key("F1")
        window.wait(lambda: len(window.opened()) == 2, "the help")
        window.press("button", "Open in YouTube", window.find("item", "Harbour Lights, Nora Fjeld"))
        window.wait(lambda: window.opened()[-1] == "https://example.org/youtube/r0", "the song in the service of the icon")


def keys_sync(program):
    with Window(program, "all,connected,failing", on("feed")) as window:
        window.find("heading", "Today")
        window.key("ctrl+r")
        window.says("Not updated: ")


def a_key_closes_the_window(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        window.key("ctrl+w")
        window.wait_for_end()
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        window.key("ctrl+q")
        window.wait_for_end()


def get_order(window):
    names = ("Spotify", "TIDAL", "YouTube", "SoundCloud", "Apple Music", "Deezer", "BandLab")
    shown = [node.get_name() for node in window.items() if node.get_name() in names]
    return list(dict.fromkeys(shown))  # a row that opens is one row inside another


def preferred_services_are_put_in_order(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        window.key("ctrl+comma")
        window.find("item", "TIDAL")
        assert get_order(window)[:4] == ["Spotify", "YouTube", "SoundCloud", "TIDAL"], get_order(window)
        window.press("button", "Move TIDAL")
        window.press("menu item", "Move Up")
        window.wait(lambda: get_order(window)[2] == "TIDAL", "TIDAL in the third place")
        window.wait(lambda: (window.focused() or window.app).get_name() == "TIDAL", "the focus to stay on the row")
        window.key("alt+Up")
        window.wait(lambda: get_order(window)[1] == "TIDAL", "TIDAL in the second place")
        window.key("alt+Up")
        window.wait(lambda: get_order(window)[0] == "TIDAL", "TIDAL in the first place")
        window.key("alt+Up")
        window.key("alt+Down")
        window.wait(lambda: get_order(window)[1] == "TIDAL", "TIDAL in the second place")
        window.key("alt+Up")
        window.wait(lambda: get_order(window)[0] == "TIDAL", "TIDAL in the first place")
        assert "['tidal']" in window.setting("service-order"), "no more is kept than the person chose"
        window.key("Escape")
        window.press("item", "Say It Twice, The Paper Lanterns, Imani Cole…*")
        window.find("button", "Open in TIDAL")


def preferred_services_can_be_dragged(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        window.key("ctrl+comma")
        window.drag(window.find("item", "SoundCloud"), window.find("item", "Spotify"))
        window.wait(lambda: get_order(window)[0] == "SoundCloud", "SoundCloud in the first place")


def each_service_has_its_preferences(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.find("heading", "Today")
        window.key("ctrl+comma")
        window.press("item", "Spotify")
        window.says("Open Songs In")
        assert window.is_checked("toggle", "Like on Spotify Too")
        window.press("toggle", "Like on Spotify Too")
        window.wait(lambda: not window.is_checked("toggle", "Like on Spotify Too"), "the switch to go off")
        window.press("toggle", "Play Previews")
        window.wait(lambda: window.setting("previews") == "false", "the choice to be kept")
        window.press("toggle", "Also Search Public Catalogues")
        window.key("Escape")
        window.key("ctrl+4")
        window.wait(lambda: window.is_checked("toggle", "Also Search Public Catalogues"), "the same switch on Services")


def nothing_moves_where_nothing_may(program):
    # animations are off in all of these tests; the toolkit's own spinner turns all the same
    with Window(program, "all,connected,slow-sound", on("feed")) as window:
        window.find("heading", "Today")
        window.press("button", "Preview “Harbour Lights”")
        window.find("button", "Stop the preview of “Harbour Lights”")
        window.wait_for_rest()


def german_is_spoken(program):
    german = make_locale("de_DE")
    with Window(program, "all,connected", on("feed"), environment=german) as window:
        window.find("heading", "Heute")
        window.find("button", "In Spotify öffnen, hier gehört")
    with Window(program, "all", on("services"), environment=german) as window:
        window.find("button", "Spotify einrichten …")
    with Window(program, "connected,importing", on("likes"), environment=german) as window:
        window.says("3.150 von 12.486 · noch etwa 2 Minuten")
    shutil.rmtree(german["LOCPATH"])


def right_to_left_works(program):
    with Window(program, "rtl,all,connected", on("feed")) as window:
        window.find("heading", "Today")
        row = window.find("item", "Say It Twice, The Paper Lanterns, Imani Cole…*")
        window.find("button", "Open in Spotify, played here", row)


run(
    [
        first_run_offers_two_ways,
        first_run_leads_to_services,
        set_up_checks_what_is_pasted,
        a_pasted_token_is_checked_at_once,
        an_old_key_is_offered_aside,
        connecting_updates_the_page,
        the_address_can_be_pasted,
        after_twenty_seconds_the_errors_are_offered,
        consent_denied_says_so,
        another_account_asks,
        a_sign_in_outlives_its_window,
        escape_cancels_a_sign_in,
        a_sign_in_can_be_cancelled_from_its_row,
        disconnecting_counts_and_asks,
        public_catalogues_wait_for_the_persons_word,
        a_locked_keyring_can_be_unlocked,
        a_dismissed_prompt_keeps_both_ways,
        without_a_keyring_a_session_is_offered,
        the_feed_has_days_and_rows,
        the_first_day_stays_when_the_list_shrinks,
        liking_shows_at_once_and_can_be_undone,
        offline_is_said_and_keeps_the_list,
        an_empty_feed_offers_a_sync,
        who_failed_is_said_once_and_asked_again,
        signed_out_is_said_everywhere,
        signing_in_again_is_said_before,
        a_locked_keyring_is_said_everywhere,
        a_used_up_quota_is_said,
        likes_are_filtered,
        likes_are_filtered_by_several_services,
        likes_are_filtered_by_more,
        many_are_liked_on_one_service,
        many_likes_are_removed_and_come_back,
        a_narrow_window_counts_in_fewer_words,
        many_links_are_copied,
        an_import_can_be_paused,
        search_has_two_groups,
        a_link_opens_its_song,
        a_song_tells_its_past,
        other_versions_are_shown,
        other_services_are_asked,
        songs_are_parted_and_put_back,
        suggestions_are_answered,
        a_song_is_said_to_be_another,
        a_bad_link_is_explained,
        a_link_on_the_command_line,
        a_library_that_cannot_be_opened,
        keys_show_pages,
        a_link_is_pasted_anywhere,
        a_text_is_pasted_anywhere,
        a_link_is_dropped_on_the_window,
        a_text_is_dropped_on_the_window,
        another_order_is_kept,
        typing_searches,
        searches_are_remembered_as_they_are,
        the_focus_is_never_lost,
        rows_are_whole_wherever_one_goes,
        keys_act_on_a_row,
        keys_open_songs_and_help,
        keys_sync,
        a_key_closes_the_window,
        preferred_services_are_put_in_order,
        preferred_services_can_be_dragged,
        each_service_has_its_preferences,
        nothing_moves_where_nothing_may,
        german_is_spoken,
        right_to_left_works,
    ]
)
