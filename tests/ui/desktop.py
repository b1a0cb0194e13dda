# desktop.py: a private desktop without a screen, and a look at it as a screen
# reader has it: widgets by role and name, nothing by place.
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

APP_ID = "io.github.tuttimusic.Tutti"
OF_MESSAGES = ("Undo", "Try Again", "Dismiss")  # buttons that show for some seconds only
PATIENCE = 10 * int(os.environ.get("TUTTI_PATIENCE", "1"))  # seconds; only a failing test waits so long


class Gone(Exception):
    pass


def names_of_roles(role):
    return {
        "button": (Atspi.Role.BUTTON, Atspi.Role.PUSH_BUTTON_MENU),
        "toggle": (Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.SWITCH),
        "radio": (Atspi.Role.RADIO_BUTTON,),
        "label": (Atspi.Role.LABEL, Atspi.Role.STATIC, Atspi.Role.HEADING),
        "heading": (Atspi.Role.HEADING,),
        "entry": (Atspi.Role.ENTRY, Atspi.Role.TEXT, Atspi.Role.PASSWORD_TEXT),
        "item": (Atspi.Role.LIST_ITEM,),
        "list": (Atspi.Role.LIST,),
        "menu item": (Atspi.Role.MENU_ITEM, Atspi.Role.RADIO_MENU_ITEM, Atspi.Role.CHECK_MENU_ITEM),
        "tab": (Atspi.Role.PAGE_TAB,),
        "dialog": (Atspi.Role.DIALOG, Atspi.Role.ALERT),
    }[role]


def send_delete(window):
    """WM_DELETE_WINDOW, as of ICCCM 4.2.8.1; xdotool can only ask a window manager."""

    class Message(ctypes.Structure):
        _fields_ = [
            ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
            ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
            ("room", ctypes.c_char * 192),
        ]

    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    message = Message(type=33, window=window, format=32)
    message.message_type = x11.XInternAtom(display, b"WM_PROTOCOLS", 0)
    message.data[0] = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
    x11.XSendEvent(display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    x11.XCloseDisplay(display)


# The web browser of this desktop: notes the address.
BROWSER_ENTRY = """[Desktop Entry]
Type=Application
Name=Web Browser
Exec=sh -c 'echo "$1" >>"$0"' {file} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
NoDisplay=true
"""


class Window:
    """A running Tutti. `dummy` is its scenario; settings are GSettings text."""

    gtk = {"settings.ini": "[Settings]\ngtk-enable-animations=0\n"}  # the person's files of GTK

    def __init__(self, program, dummy="", settings=None, arguments=(), environment=None):
        self.home = tempfile.mkdtemp(prefix="tutti-ui-")
        config = os.path.join(self.home, "config")
        keyfile = os.path.join(config, "glib-2.0", "settings", "keyfile")
        os.makedirs(os.path.dirname(keyfile))
        os.makedirs(os.path.join(config, "gtk-4.0"))
        for name, text in self.gtk.items():
            with open(os.path.join(config, "gtk-4.0", name), "w", encoding="utf-8") as file:
                file.write(text)
        applications = os.path.join(self.home, "data", "applications")
        os.makedirs(applications)
        with open(os.path.join(applications, "browser.desktop"), "w", encoding="utf-8") as file:
            file.write(BROWSER_ENTRY.format(file=os.path.join(self.home, "opened")))
        with open(os.path.join(config, "mimeapps.list"), "w", encoding="utf-8") as file:
            file.write("[Default Applications]\nx-scheme-handler/http=browser.desktop\nx-scheme-handler/https=browser.desktop\n")
        with open(keyfile, "w", encoding="utf-8") as file:
            file.write("[io/github/tuttimusic/Tutti]\n")
            for key, value in (settings or {}).items():
                file.write(f"{key}={value}\n")

        env = dict(os.environ)
        env.update(
            HOME=self.home,
            XDG_CONFIG_HOME=config,
            XDG_CACHE_HOME=os.path.join(self.home, "cache"),
            XDG_DATA_HOME=os.path.join(self.home, "data"),
            GSETTINGS_BACKEND="keyfile",
            GSK_RENDERER="cairo",
            GDK_BACKEND="x11",
            GDK_DEBUG="no-portals",  # there is no session that they could serve
            GTK_A11Y="atspi",
            BROWSER="true",
            G_DEBUG="gc-friendly,fatal-criticals",
            TUTTI_DUMMY=dummy,
        )
        env.update(environment or {})
        self.is_done = False
        self.log = open(os.path.join(self.home, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen([program, *arguments], env=env, stdout=self.log, stderr=subprocess.STDOUT)
        self.app = self.wait(self._find_app, "the application in the accessible tree")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        code = None if self.is_done else self.process.poll()
        if code is None and not self.is_done:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.seek(0)
        text = self.log.read()
        self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)
        lines = [line for line in text.splitlines() if "unable to send notifications" not in line]  # nobody shows them here
        # GDK 4.24 warns of its own frames on X11.
        lines = [line for line in lines if "gdk_frame_timings_submitted() called on submitted frame" not in line]
        bad = [line for line in lines if "-CRITICAL" in line or ("-WARNING" in line and "tutti" in line) or "ERROR: " in line]
        if kind is not None or code is not None or bad:
            sys.stderr.write(text)
        if kind is None:
            assert code is None, f"the program ended by itself ({code})"
            assert not bad, "\n".join(bad)

    def wait_for_end(self):
        """The program was told to end, and does so well."""
        code = self.process.wait(PATIENCE)
        assert code == 0, f"the program ended with {code}"
        self.is_done = True

    # --- looking ---

    def _find_app(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app and app.get_process_id() == self.process.pid and app.get_child_count() > 0:
                return app
        return None

    def wait(self, probe, what, patience=PATIENCE):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Gone(f"the program ended while waiting for {what}")
            try:
                found = probe()
            except GLib.Error:  # went away while it was looked at
                found = None
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"waited in vain for {what}\n{self.describe() if hasattr(self, 'app') else ''}")

    def walk(self, root=None, depth=0, showing=True, last_first=False):
        """What is below; with `last_first` what lies on top comes before all else."""
        root = root or self.app
        places = range(root.get_child_count())
        for i in reversed(places) if last_first else places:
            child = root.get_child_at_index(i)
            if child is None:
                continue
            states = child.get_state_set()
            if showing and depth > 0 and not states.contains(Atspi.StateType.VISIBLE):
                continue
            yield child, depth
            yield from self.walk(child, depth + 1, showing, last_first)

    def describe(self):
        lines = []
        for node, depth in self.walk():
            lines.append("  " * depth + f"{node.get_role_name()} “{node.get_name()}”")
        return "\n".join(lines[:400])

    def look(self, role, name, root=None):
        """The first one shown whose name is, or with … at its end begins with, `name`."""
        roles = names_of_roles(role)
        for node, _ in self.walk(root, last_first=name in OF_MESSAGES):
            if node.get_role() not in roles:
                continue
            text = node.get_name() or ""
            if text == name or (name.endswith("…*") and text.startswith(name[:-2])):
                if node.get_state_set().contains(Atspi.StateType.SHOWING):
                    return node
        return None

    def find(self, role, name, root=None):
        return self.wait(lambda: self.look(role, name, root), f"{role} “{name}”")

    def find_gone(self, role, name):
        self.wait(lambda: not self.look(role, name), f"{role} “{name}” to go")

    def says(self, text):
        """Waits until some label shows `text`, whole or in part."""

        def probe():
            for node, _ in self.walk(last_first=True):
                if text in (node.get_name() or "") or text in (node.get_description() or ""):
                    return node
            return None

        return self.wait(probe, f"the words “{text}”")

    def items(self):
        return [node for node, _ in self.walk() if node.get_role() == Atspi.Role.LIST_ITEM]

    def wait_for_rest(self):
        """Until two looks at the screen, some time apart, see the same."""
        seen = []

        def look():
            seen.append(subprocess.run(["import", "-silent", "-window", "root", "ppm:-"], capture_output=True, check=True).stdout)
            time.sleep(0.2)
            return len(seen) > 1 and seen[-1] == seen[-2]

        self.wait(look, "the window to come to rest")

    # --- doing ---

    def press(self, role, name, root=None):
        node = self.find(role, name, root)
        self.wait(lambda: node.get_state_set().contains(Atspi.StateType.SENSITIVE), f"“{name}” to be sensitive")
        action = node.get_action_iface()
        if node.get_role() == Atspi.Role.LIST_ITEM or not action or action.get_n_actions() == 0:
            self.click(node)  # GTK gives rows no action
            return node
        assert action.do_action(0), f"“{name}” did not take the press"
        return node

    def click(self, node, button=1):
        """Points at the middle of it; there is no window manager, so the window stands at 0, 0."""

        def look():
            place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            return place.x, place.y, place.width, place.height

        self.reveal(node)
        before = None
        while before != (now := look()) or now[2] <= 0:  # until it rests
            before = now
            time.sleep(0.1)
        place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        x, y = place.x + place.width // 2, place.y + min(place.height, 60) // 2
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", str(button)], check=True)
        time.sleep(0.15)

    def reveal(self, node):
        """Turns the wheel over the middle of the window until all of it is to be seen."""
        frame = self.app.get_child_at_index(0).get_component_iface().get_extents(Atspi.CoordType.WINDOW)

        def turn():
            place = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            button = "4" if place.y < 0 else "5"
            if 0 <= place.y and place.y + min(place.height, 60) <= frame.height:
                return True
            subprocess.run(["xdotool", "mousemove", str(frame.width // 2), str(frame.height // 2), "click", button], check=True)
            return False

        self.wait(turn, f"“{node.get_name()}” to be scrolled to")

    def drag(self, node, target):
        """With the pointer, from the start of one row to the start of another."""
        places = []
        for row in (node, target):
            place = row.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
            places += [place.x + 20, place.y + place.height // 2]
        self.drag_from(*places)

    def drag_from(self, x, y, to_x, to_y):
        move = lambda x, y: subprocess.run(["xdotool", "mousemove", str(x), str(y)], check=True)  # noqa: E731
        move(x, y)
        subprocess.run(["xdotool", "mousedown", "1"], check=True)
        for step in range(1, 9):  # a drag begins after some way, and wants to see its target
            move((x * (8 - step) + to_x * step) // 8, (y * (8 - step) + to_y * step) // 8)
            time.sleep(0.05)
        subprocess.run(["xdotool", "mouseup", "1"], check=True)

    def opened(self):
        """The addresses that the browser was given."""
        try:
            with open(os.path.join(self.home, "opened"), encoding="utf-8") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def drag_text(self, entry, target):
        """What an entry holds, all of it, to the middle of something."""
        self.click(entry)
        self.key("ctrl+a")
        place = entry.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        end = target.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        # behind the icon the text begins
        self.drag_from(place.x + 45, place.y + place.height // 2, end.x + end.width // 2, end.y + end.height // 2)

    def setting(self, key):
        """What is kept, as GSettings writes it; empty for the default."""
        with open(os.path.join(self.home, "config", "glib-2.0", "settings", "keyfile"), encoding="utf-8") as file:
            for line in file:
                if line.startswith(key + "="):
                    return line.strip().partition("=")[2]
        return ""

    def write(self, name, text, role="entry"):
        node = self.find(role, name)
        editable = node.get_editable_text_iface()
        if editable is None:
            for child, _ in self.walk(node):
                editable = child.get_editable_text_iface()
                if editable is not None:
                    break
        assert editable is not None, f"“{name}” takes no text"
        editable.set_text_contents(text)

    def key(self, *keys):
        # Since XKB lists Alt among the levels of F1 to F10, xdotool holds it down for the name, not for the code.
        codes = {f"F{number}": str(66 + number) for number in range(1, 11)}
        keys = [codes.get(key, key) for key in keys]
        subprocess.run(["xdotool", "key", *keys], check=True)
        time.sleep(0.15)

    def type(self, text):
        subprocess.run(["xdotool", "type", text], check=True)

    def find_number(self):
        """X11's number of the window."""
        ids = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Tutti"], capture_output=True, text=True, check=True)
        return ids.stdout.split()[-1]

    def resize(self, width, height):
        frame = self.app.get_child_at_index(0).get_component_iface()

        def is_done():
            place = frame.get_extents(Atspi.CoordType.WINDOW)
            return (place.width, place.height) == (width, height)

        subprocess.run(["xdotool", "windowsize", self.find_number(), str(width), str(height)], check=True)
        self.wait(is_done, "the window to have its new size")

    def close(self):
        """What a window manager's close button does."""
        send_delete(int(self.find_number()))

    def focused(self):
        for node, _ in self.walk():
            if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                return node
        return None

    def is_sensitive(self, role, name):
        return self.find(role, name).get_state_set().contains(Atspi.StateType.SENSITIVE)

    def is_checked(self, role, name):
        states = self.find(role, name).get_state_set()
        return states.contains(Atspi.StateType.CHECKED) or states.contains(Atspi.StateType.PRESSED)


def make_locale(name):
    """The environment of a locale that the system need not have; as "de_DE"."""
    folder = tempfile.mkdtemp(prefix="tutti-locale-")
    made = subprocess.run(["localedef", "-i", name, "-f", "UTF-8", os.path.join(folder, f"{name}.UTF-8")], capture_output=True)
    assert made.returncode in (0, 1), made.stderr.decode()  # 1: with warnings
    return {"LOCPATH": folder, "LC_ALL": f"{name}.UTF-8", "LANGUAGE": ""}


def run(cases):
    """Runs functions as TAP; a case is a function of the program's path."""
    program = sys.argv[1]
    only = sys.argv[2:]
    failed = 0
    chosen = [case for case in cases if not only or case.__name__ in only]
    print("TAP version 13")
    print(f"1..{len(chosen)}")
    for number, case in enumerate(chosen, 1):
        title = case.__name__.replace("_", " ")
        try:
            case(program)
        except Exception as error:  # noqa: BLE001: a test may fail in any way
            failed += 1
            print(f"not ok {number} {title}")
            for line in str(error).splitlines()[:120]:
                print(f"# {line}")
            if not isinstance(error, AssertionError):
                import traceback

                for line in traceback.format_exc().splitlines():
                    print(f"# {line}")
        else:
            print(f"ok {number} {title}")
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
