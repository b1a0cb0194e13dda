# album.py: a picture of the window in each of its states, and in each look
#
# Usage: run-ui python3 album.py PROGRAM DIR [WORD…]   (only these states, and only in these looks)
#
# What only an eye can tell: alignment, spacing, what is cut off. The states
# are those whose accessible tree is walked by test-tree.py. Each look has a
# folder in DIR; index.html there shows them side by side.
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import gettext
import html
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from desktop import Window, make_locale
from states import STATES

NORMAL = (1000, 760)

# A window of its own: words for the dummy library, environment, language; the looks that it has, by its size.
WINDOWS = [
    ("", {}, None, {"light": NORMAL, "1600": (1600, 1000), "800": (800, 600), "360": (360, 720)}),
    ("", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}, None, {"dark": NORMAL}),
    ("", {"ADW_DEBUG_HIGH_CONTRAST": "1"}, None, {"high-contrast": NORMAL}),
    ("", {}, "de_DE", {"german": NORMAL, "german-360": (360, 720)}),
    ("rtl,", {}, None, {"right-to-left": NORMAL, "right-to-left-360": (360, 720)}),
]
LOOKS = [look for _words, _environment, _language, sizes in WINDOWS for look in sizes]

# What every state is looked at in; the pages, and what stands over them, in every look.
ALWAYS = {"light", "dark", "800", "360", "german", "german-360"}
PAGES = {
    "first_run", "feed", "search", "search_results", "likes", "likes_selecting", "likes_filters", "track", "services", "services_connected",
    "services_keyring", "set_up", "waiting", "preferences_service", "preview", "row_menu", "main_menu", "shortcuts", "about", "disconnect", "failed",
}


def dress(folder):
    """As windows look on GNOME's desktop: the tour knows its fonts, and what is wrong without a compositor."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tour", "desktop.py")
    spec = importlib.util.spec_from_file_location("tour_desktop", path)
    tour = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tour)
    Window.gtk = {"settings.ini": Window.gtk["settings.ini"] + "gtk-font-name=Adwaita Sans 11\n", "gtk.css": tour.FLAT_WINDOWS}
    fonts = os.path.join(folder, "fonts.conf")
    with open(fonts, "w", encoding="utf-8") as file:
        file.write(tour.FONTS.replace("<fontconfig>", '<fontconfig>\n  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>'))
    os.environ["FONTCONFIG_FILE"] = fonts


class Speaker:
    """The words of another language for those of the states."""

    def __init__(self, language):
        catalogue = gettext.translation("tutti", os.environ["TUTTI_LOCALES"], [language])._catalog
        self.words = {}
        self.patterns = []
        for key, text in catalogue.items():
            text = text.replace("_", "")
            # of what has a plural only the singular is a key, and its number
            key, number = key if isinstance(key, tuple) else (key, 0)
            key = key.rpartition("\x04")[2].replace("_", "")
            if "%" in key:
                self.patterns.append((re.compile(re.sub(r"%[^a-z]*[a-z]", "(.+)", re.escape(key).replace(r"\%", "%")) + "s" * number), text))
            elif key:
                self.words[key] = text
        self.patterns.sort(key=lambda pattern: -len(pattern[0].pattern.replace("(.+)", "")))

    def say(self, text):
        if text in self.words:
            return self.words[text]
        for pattern, said in self.patterns:
            found = pattern.fullmatch(text)
            if found:
                groups = iter(found.groups())
                return re.sub(r"%(\d\$)?[^a-z]*[a-z]", lambda _part: next(groups), said)
        return text


def speak(window, language):
    """Names are spoken in another language there."""
    speaker = Speaker(language)
    look = window.look
    window.look = lambda role, name, root=None: look(role, speaker.say(name), root)
    window.write = lambda name, text, role="entry": Window.write(window, speaker.say(name), text, role)
    window.says = lambda _text: rest()


def rest():
    """Until three looks at the screen see the same; not for ever, as a spinner never rests."""
    seen = []
    for _time in range(12):
        seen.append(subprocess.run(["import", "-silent", "-window", "root", "ppm:-"], capture_output=True, check=True).stdout)
        if len(seen) > 2 and seen[-1] == seen[-2] == seen[-3]:
            return
        time.sleep(0.25)


def shoot(path):
    subprocess.run(["xdotool", "mousemove", "1619", "999"], check=True)  # no tooltip
    rest()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # all that is not the empty desktop: a menu may stand over the edge of the window
    subprocess.run(["import", "-silent", "-window", "root", "-trim", "+repage", path], check=True)
    print(os.path.relpath(path, sys.argv[2]), flush=True)


def take(program, folder, name, looks, words, environment, language):
    """The pictures of one window; how many are missing."""
    state = STATES[name]
    left = list(looks.items())
    try:
        with state.open(program, words, left[0][1], environment) as window:
            if language:
                speak(window, language)
            # in the first of the sizes; a dialog is still there in the others
            state.reach(window)
            while left:
                look, size = left[0]
                window.resize(*size)
                time.sleep(0.5)  # another layout comes in a frame of its own
                shoot(os.path.join(folder, look, name + ".png"))
                left.pop(0)
    except Exception as error:  # noqa: BLE001: the other pictures are wanted too
        print(f"{name}, {', '.join(look for look, _size in left)}: {str(error).splitlines()[0]}", file=sys.stderr, flush=True)
    return len(left)


def write_index(folder):
    """A page with all pictures that are there: what the tour did, then a line for each state."""
    def cell(path):
        return f'<a href="{path}"><img loading="lazy" src="{path}" alt="{html.escape(path)}"></a>' if os.path.exists(os.path.join(folder, path)) else ""

    steps = sorted(path for path in os.listdir(folder) if path.endswith(".png"))
    lines = [
        '<!doctype html><meta charset="utf-8"><title>Tutti in pictures</title>',
        "<style>body{font:14px sans-serif}img{max-width:320px;max-height:320px;border:1px solid #8888}th{text-align:left}td{vertical-align:top}</style>",
        "<h1>Tutti in pictures</h1>",
        *(["<h2>The main job</h2>", *(f"<figure style='display:inline-block'>{cell(path)}<figcaption>{path}</figcaption></figure>" for path in steps)] if steps else []),
        "<h2>Every state, in every look in which it differs</h2><table><tr><th>",
        *(f"<th>{look}" for look in LOOKS),
    ]
    for name in STATES:
        lines.append(f"<tr><th>{name}" + "".join(f"<td>{cell(f'{look}/{name}.png')}" for look in LOOKS))
    with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "</table>\n")


def main():
    program, folder, *words = sys.argv[1:]
    wanted = {name for name in words if name in STATES} or STATES.keys()
    looked = {look for look in words if look in LOOKS} or set(LOOKS)
    os.makedirs(folder, exist_ok=True)
    missed = 0
    scratch = tempfile.TemporaryDirectory(prefix="tutti-album-")
    dress(scratch.name)
    locales = {language: make_locale(language) for _words, _environment, language, _sizes in WINDOWS if language}
    for name in STATES:
        for words, environment, language, sizes in WINDOWS:
            environment = environment | locales.get(language, {})
            looks = {
                look: size for look, size in sizes.items()
                if name in wanted and look in looked and (look in ALWAYS or name in PAGES) and not name.startswith("narrow_")
            }
            for some in [{look: size} for look, size in looks.items()] if STATES[name].passes else [looks] if looks else []:
                missed += take(program, folder, name, some, words, environment, language)
    for locale in locales.values():
        shutil.rmtree(locale["LOCPATH"])
    write_index(folder)
    n_pictures = sum(len([path for path in files if path.endswith(".png")]) for _folder, _folders, files in os.walk(folder))
    print(f"{n_pictures} pictures; see {os.path.join(folder, 'index.html')}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
