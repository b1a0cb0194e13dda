# album.py: a picture of the window in each of its states, and in each look
#
# Usage: run-ui python3 album.py PROGRAM DIR [WORD…]   (only those with a WORD in their names)
#
# What only an eye can tell: alignment, spacing, what is cut off. The states
# are those whose accessible tree is walked by test-tree.py.
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import subprocess
import sys
import time

from desktop import Window, make_locale
from states import STATES

NORMAL = (1000, 760)

# name: size, words for the dummy library, environment, language
LOOKS = {
    "light": (NORMAL, "", {}, None),
    "dark": (NORMAL, "", {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}, None),
    "high-contrast": (NORMAL, "", {"ADW_DEBUG_HIGH_CONTRAST": "1"}, None),
    "360": ((360, 720), "", {}, None),
    "800": ((800, 600), "", {}, None),
    "1600": ((1600, 1000), "", {}, None),
    "german": (NORMAL, "", {}, "de_DE"),
    "right-to-left": (NORMAL, "rtl,", {}, None),
    "right-to-left-360": ((360, 720), "rtl,", {}, None),
}

# Every state in the light; these in every other look, and at 360 all.
EVERYWHERE = {"feed", "search_results", "likes", "services_connected", "track", "preferences", "first_run", "preview"}


def take(program, folder, name, look):
    size, words, environment, language = LOOKS[look]
    environment = environment | (make_locale(language) if language else {})
    path = os.path.join(folder, f"{name}-{look}.png")
    try:
        with STATES[name].open(program, words, size, environment) as window:
            # names are spoken in another language there, so that nothing can be waited for or pressed
            if language is None:
                STATES[name].reach(window)
            else:
                window.items()
            subprocess.run(["xdotool", "mousemove", "1619", "999"], check=True)  # no tooltip
            time.sleep(0.7)  # pictures are for eyes: what still moves would only blur them
            subprocess.run(["import", "-silent", "-window", "root", "-crop", "%dx%d+0+0" % size, path], check=True)
        print(os.path.basename(path), flush=True)
        return True
    except Exception as error:  # noqa: BLE001: the other pictures are wanted too
        print(f"{name}-{look}: {str(error).splitlines()[0]}", file=sys.stderr, flush=True)
        return False
    finally:
        if "LOCPATH" in environment:
            shutil.rmtree(environment["LOCPATH"])


def main():
    program, folder, *wanted = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    missed = 0
    for name, state in STATES.items():
        for look in LOOKS:
            if look not in ("light", "360") and (name not in EVERYWHERE or (look == "german" and state.act is not None)):
                continue
            if not wanted or any(word in f"{name}-{look}" for word in wanted):
                missed += not take(program, folder, name, look)
    sys.exit(1 if missed else 0)


main()
