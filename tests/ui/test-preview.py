# test-preview.py: hearing half a minute of a song in the window, as a screen reader meets it
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

from desktop import Atspi, Window, run

USED = {"looked-around": "true"}
PLAY, STOP = "Preview “Harbour Lights”", "Stop the preview of “Harbour Lights”"


def on(page, **more):
    return {**USED, "page": f"'{page}'", **more}


def focus_row(window, title):
    """Tab by Tab, until a row has the focus."""
    node = window.focused()
    if node is not None and node.get_name().startswith(title):
        return True
    window.key("Tab")
    return False


def find_row(window, title):
    """The row of a song; its name goes on with artist and time."""

    def look():
        return next((node for node, _ in window.walk() if node.get_role() == Atspi.Role.LIST_ITEM and node.get_name().startswith(title)), None)

    return window.wait(look, f"the row of {title}")


def a_preview_plays_in_row_and_bar(program):
    with Window(program, "all,connected,sound", on("feed")) as window:
        window.press("button", PLAY)
        window.find("button", STOP)
        window.find("button", "Preview from Deezer")
        window.press("button", "Pause the preview")
        window.press("button", "Go on with the preview")
        window.find("button", "Pause the preview")
        window.press("tab", "Services")  # it stays across pages
        window.find("button", "Preview from Deezer")
        window.press("button", "Stop the preview")
        window.find_gone("button", "Preview from Deezer")


def another_preview_takes_its_place(program):
    with Window(program, "all,connected,sound", on("feed")) as window:
        window.press("button", PLAY)
        window.find("button", STOP)
        window.press("button", "Preview “Say It Twice”")
        window.find("button", "Stop the preview of “Say It Twice”")
        window.find("button", PLAY)
        window.press("button", "Stop the preview of “Say It Twice”")
        window.find_gone("button", "Stop the preview")


def space_plays_what_is_focused(program):
    with Window(program, "all,connected,sound", on("feed")) as window:
        window.wait(lambda: focus_row(window, "Harbour Lights"), "the row to be focused")
        window.key("space")
        window.find("button", STOP)
        window.find("button", "Preview from Deezer")
        window.key("space")
        window.find_gone("button", "Stop the preview")


def what_has_no_preview_says_so(program):
    with Window(program, "all,connected", on("feed")) as window:
        window.press("button", PLAY)
        window.says("There is no preview of this song.")
        window.find("button", PLAY)
        assert window.look("button", "Stop the preview") is None


def previews_can_be_turned_off(program):
    with Window(program, "all,connected,sound", on("feed", previews="false")) as window:
        window.find("button", "More for “Harbour Lights”")
        assert window.look("button", PLAY) is None
        window.press("button", "More for “Harbour Lights”")
        window.find("menu item", "Details")
        assert window.look("menu item", "Play Preview") is None


def offline_previews_wait(program):
    with Window(program, "all,connected,sound,offline", on("feed")) as window:
        assert not window.is_sensitive("button", PLAY)


def narrow_rows_have_their_preview_in_the_menu(program):
    with Window(program, "all,connected,sound", on("feed", **{"window-width": "360"})) as window:
        row = find_row(window, "Harbour Lights")
        assert window.look("button", PLAY) is None
        window.click(row, 3)
        window.press("menu item", "Play Preview")
        window.find("button", "Preview from Deezer")
        window.press("button", "Stop the preview")
        window.find_gone("button", "Stop the preview")


def the_page_of_a_song_has_its_preview(program):
    with Window(program, "all,connected,sound", on("feed")) as window:
        window.click(find_row(window, "Harbour Lights"))
        window.find("label", "Hear It On")
        window.press("button", PLAY)
        window.find("button", STOP)
        window.press("button", "Stop the preview")
        window.find_gone("button", "Stop the preview")


run(
    [
        a_preview_plays_in_row_and_bar,
        another_preview_takes_its_place,
        space_plays_what_is_focused,
        what_has_no_preview_says_so,
        previews_can_be_turned_off,
        offline_previews_wait,
        narrow_rows_have_their_preview_in_the_menu,
        the_page_of_a_song_has_its_preview,
    ]
)
