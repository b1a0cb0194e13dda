# test-contrast.py: words and icons stand out enough from their ground, measured on the screen
#
# WCAG 2.2: 4.5 to 1 for text, 3 to 1 for icons. What stands out most in a
# word's own place is what it is drawn in, or nearly; the commonest colour
# there is its ground.
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess
from collections import Counter

from desktop import Atspi, run
from states import STATES

LOOKS = {
    "light": {},
    "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "high contrast": {"ADW_DEBUG_HIGH_CONTRAST": "1"},
    "dark high contrast": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark", "ADW_DEBUG_HIGH_CONTRAST": "1"},
}
PAGES = ["feed", "likes_selecting", "track_versions", "services_connected"]
SIZE = (1000, 960)
TEXT = 4.5
ICON = 3.0
WORDS = {Atspi.Role.LABEL, Atspi.Role.HEADING}
ICONS = {Atspi.Role.BUTTON, Atspi.Role.TOGGLE_BUTTON}


def take_picture():
    data = subprocess.run(["import", "-silent", "-window", "root", "-crop", "%dx%d+0+0" % SIZE, "-depth", "8", "ppm:-"],
                          capture_output=True, check=True).stdout
    _kind, size, depth, pixels = data.split(b"\n", 3)
    assert depth == b"255", depth
    width, height = map(int, size.split())
    return width, height, pixels


def luminance(colour):
    parts = [value / 255 for value in colour]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def measure(picture, place):
    """The contrast of what is drawn there, and its ground; None where nothing is."""
    width, height, pixels = picture
    colours = Counter()
    for y in range(max(0, place.y), min(height, place.y + place.height)):
        start = (y * width + max(0, place.x)) * 3
        end = (y * width + min(width, place.x + place.width)) * 3
        row = pixels[start:end]
        colours.update(zip(row[0::3], row[1::3], row[2::3]))
    if len(colours) < 2:
        return None, None
    ground = colours.most_common(1)[0][0]
    return max(contrast(colour, ground) for colour in colours), ground


def is_accent(colour):
    """The toolkit's own blue, whose white text the toolkit answers for."""
    red, green, blue = colour
    return blue - red > 100 and blue > 180


def inside_window(place):
    return place.width > 0 and place.height > 0 and place.x >= 0 and place.y >= 60 and place.x + place.width <= SIZE[0] and place.y + place.height <= SIZE[1] - 60


class Seen:
    """A part of the window, and what its parents say of it."""

    def __init__(self, node, parent):
        states = node.get_state_set()
        self.node = node
        self.parent = parent
        self.role = node.get_role()
        self.is_showing = states.contains(Atspi.StateType.SHOWING)
        self.is_usable = (parent is None or parent.is_usable) and (self.role not in ICONS or states.contains(Atspi.StateType.SENSITIVE))
        self.in_dialog = (parent is not None and parent.in_dialog) or self.role in (Atspi.Role.DIALOG, Atspi.Role.ALERT)
        self.has_words = False
        while self.role in WORDS and parent is not None:
            parent.has_words = True
            parent = parent.parent


def look(window):
    path = []
    for node, depth in window.walk():
        del path[depth:]
        path.append(Seen(node, path[-1] if path else None))
        yield path[-1]


def check(window):
    picture = take_picture()
    frame = window.app.get_child_at_index(0).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    parts = list(look(window))
    behind = any(part.in_dialog for part in parts)
    faint = []
    n_words = 0
    for part in parts:
        # what has words is measured by these; what is behind a dialog is dimmed on purpose
        if not part.is_showing or not part.is_usable or not (part.role in WORDS or (part.role in ICONS and not part.has_words)):
            continue
        if behind and not part.in_dialog:
            continue
        place = part.node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        place.x, place.y = place.x - 2 * frame.x, place.y - 2 * frame.y  # GTK takes the border off twice
        if not inside_window(place):
            continue
        if part.role in ICONS:  # without the frame
            place.x, place.y, place.width, place.height = place.x + 4, place.y + 4, place.width - 8, place.height - 8
        found, ground = measure(picture, place)
        if found is None:
            continue  # waits for the pointer
        least = ICON if part.role in ICONS or is_accent(ground) else TEXT
        n_words += part.role in WORDS
        if found < least:
            faint.append(f"{found:.2f} to 1, not {least}: {part.node.get_role_name()} “{part.node.get_name()}” at {place.x}, {place.y} on {ground}")
    assert n_words > 2, "hardly anything was measured"
    assert not faint, "too faint:\n" + "\n".join(faint)


def make_case(name, look):
    def case(program):
        with STATES[name].open(program, "", SIZE, LOOKS[look]) as window:
            STATES[name].reach(window)
            subprocess.run(["xdotool", "mousemove", "1619", "999"], check=True)
            window.wait_for_rest()
            check(window)

    case.__name__ = f"{name} {look}".replace(" ", "_")
    return case


run([make_case(name, look) for name in PAGES for look in LOOKS])
