"""Tutti's window as a screen reader meets it: by role and name, through AT-SPI.

Make the Desktop first; `Window(desktop)` then waits for the window to appear.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import re
import time

from desktop import wait_until

# One role has had several names over the years.
ALIASES = {'push button': 'button', 'text': 'entry', 'password text': 'entry', 'menu item': 'menu item', 'switch': 'check box'}


def _normal(role):
    return ALIASES.get(role, role)


class Node:
    """Something in the accessible tree."""

    def __init__(self, window, accessible):
        self.window = window
        self.accessible = accessible

    def __repr__(self):
        return f'<{self.role} “{self.name}”>'

    @property
    def name(self):
        name = self.accessible.get_name()
        if name:
            return name
        # A menu item's words stand in its label, which only a relation names.
        for relation in self.accessible.get_relation_set():
            if relation.get_relation_type() == self.window.atspi.RelationType.LABELLED_BY:
                for index in range(relation.get_n_targets()):
                    target = Node(self.window, relation.get_target(index))
                    iface = target.accessible.get_text_iface()
                    words = target.accessible.get_name() or (iface and self.window.atspi.Text.get_text(iface, 0, -1))
                    if words:
                        return words
        return ''

    @property
    def description(self):
        return self.accessible.get_description() or ''

    @property
    def role(self):
        return _normal(self.accessible.get_role_name())

    @property
    def text(self):
        """What it holds: an entry's text, else its name."""
        iface = self.accessible.get_text_iface()
        if iface is None:
            return self.name
        return self.window.atspi.Text.get_text(iface, 0, self.window.atspi.Text.get_character_count(iface))

    def has(self, state):
        """Whether it is in a state: 'showing', 'sensitive', 'checked', 'focused', …"""
        return self.accessible.get_state_set().contains(getattr(self.window.atspi.StateType, state.upper()))

    @property
    def bounds(self):
        """x, y, width, height in the window."""
        iface = self.accessible.get_component_iface()
        return self.window.place(iface.get_extents(self.window.atspi.CoordType.WINDOW)) if iface else None

    @property
    def parent(self):
        parent = self.accessible.get_parent()
        return Node(self.window, parent) if parent else None

    def children(self):
        for index in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(index)
            if child is not None:
                yield Node(self.window, child)

    def walk(self, hidden=False, last_first=False):
        """Itself and all below it that shows; with `last_first` what lies on top comes before all else."""
        stack = [self]
        while stack:
            node = stack.pop()
            try:
                if not hidden and node is not self and not node.has('showing'):
                    continue
                yield node
                children = list(node.children())
                stack.extend(children if last_first else reversed(children))
            except self.window.gone:
                continue

    def find_all(self, role=None, name=None, contains=None, where=None, last_first=False):
        """All that show with this role, exact name (or a compiled pattern), or words in the name."""
        for node in self.walk(last_first=last_first):
            try:
                if role is not None and node.role != _normal(role):
                    continue
                if isinstance(name, re.Pattern):
                    if not name.search(node.name):
                        continue
                elif name is not None and node.name != name:
                    continue
                if contains is not None and contains not in node.name:
                    continue
                if where is not None and not where(node):
                    continue
                yield node
            except self.window.gone:
                continue

    def find(self, role=None, name=None, **more):
        return next(self.find_all(role, name, **more), None)

    def wait_for(self, role=None, name=None, seconds=20, **more):
        """As find(), but waits for it; an AssertionError shows what is there instead."""
        wanted = ' '.join(str(part) for part in (role, name, more or '') if part)

        def look():
            self.accessible.clear_cache()
            return self.find(role, name, **more)
        return wait_until(look, lambda: f'There is no {wanted} in:\n{self.window.outline(self)}', seconds)

    def wait_for_toast(self, contains=None, seconds=20):
        """One that says so, or any. It shows for five seconds, in which a busy machine does not look at a whole window."""
        if contains is None:
            return self.wait_for('button', 'Dismiss', seconds, last_first=True)
        return self.wait_for(contains=contains, seconds=seconds, last_first=True)

    def wait_gone(self, role=None, name=None, seconds=20, **more):
        def look():
            self.accessible.clear_cache()
            return self.find(role, name, **more) is None
        wait_until(look, lambda: f'{role} {name} {more} does not go away:\n{self.window.outline(self)}', seconds)

    # --- acting ---

    def actions(self):
        iface = self.accessible.get_action_iface()
        return [iface.get_action_name(index) for index in range(iface.get_n_actions())] if iface else []

    def act(self, action):
        self.accessible.get_action_iface().do_action(self.actions().index(action))

    def click(self):
        """By its own action where it has one, else with the pointer."""
        # Asked for the actions of anything else, GTK 4.18 leaks their names.
        names = self.actions() if self.role != 'list item' else []
        for action in ('click', 'toggle', 'activate', 'row.activate'):
            if action in names:
                self.act(action)
                return self
        return self.point()

    def point(self, button=1):
        """Moves the pointer to its middle and presses a button there."""
        x, y, width, height = self.bounds
        self.window.pointer(x + width // 2, y + height // 2, button)
        return self

    def focus(self):
        self.accessible.get_component_iface().grab_focus()
        return self

    def type(self, text):
        """Replaces what an entry holds."""
        editable = self if self.accessible.get_editable_text_iface() else \
            next((node for node in self.walk() if node.accessible.get_editable_text_iface()), None)
        if editable is None:
            raise AssertionError(f'{self} can’t be written to')
        editable.accessible.get_editable_text_iface().set_text_contents(text)
        return self


class Window(Node):
    """The first window of the program `application` on `desktop`."""

    def __init__(self, desktop, application='tutti', seconds=30):
        os.environ.update({name: desktop.env[name] for name in (
            'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'DISPLAY') if name in desktop.env})
        import gi
        gi.require_version('Atspi', '2.0')
        from gi.repository import Atspi, GLib
        self.atspi = Atspi
        self.gone = GLib.Error
        self.desktop = desktop
        Atspi.init()
        Atspi.set_timeout(5000, 15000)

        def look():
            root = Atspi.get_desktop(0)
            root.clear_cache()
            for index in range(root.get_child_count()):
                try:
                    program = root.get_child_at_index(index)
                    if program is not None and program.get_name() in (application, 'lt-' + application):
                        for number in range(program.get_child_count()):
                            frame = program.get_child_at_index(number)
                            if frame is not None and frame.get_state_set().contains(Atspi.StateType.SHOWING):
                                return program, frame
                except GLib.Error:
                    continue
            return None
        self.program, frame = wait_until(look, f'{application} has no window', seconds)
        self.pid = self.program.get_process_id()
        super().__init__(self, frame)

    def place(self, extents):
        """GTK counts from inside the window's border, and takes it off twice."""
        frame = self.accessible.get_component_iface().get_extents(self.atspi.CoordType.WINDOW)
        return extents.x - 2 * frame.x, extents.y - 2 * frame.y, extents.width, extents.height

    def close(self):
        self.wait_for('button', where=lambda node: node.description == 'Close the window').click()

    # --- the display it is on ---

    @property
    def number(self):
        """The X window."""
        found = self.desktop.run('xdotool', 'search', '--all', '--onlyvisible', '--pid', str(self.pid), '--name', '.').split()
        return found[0]

    def resize(self, width, height):
        number = self.number
        self.desktop.run('xdotool', 'windowmove', number, '0', '0', 'windowsize', number, str(width), str(height))
        wait_until(lambda: self.desktop.run('xdotool', 'getwindowgeometry', '--shell', number).count(
            f'WIDTH={width}\n'), f'the window does not become {width} wide', 5)
        self.settle()

    def raise_(self):
        """Gives the window the keyboard, which no window manager does here."""
        number = self.number
        self.desktop.run('xdotool', 'windowraise', number, 'windowfocus', '--sync', number)

    def key(self, *keys):
        """Presses keys, "ctrl+f" and so on, one after the other."""
        self.raise_()
        self.desktop.run('xdotool', 'key', '--clearmodifiers', '--delay', '30', *keys)

    def write(self, text):
        self.raise_()
        self.desktop.run('xdotool', 'type', '--delay', '15', text)

    def pointer(self, x, y, button=None):
        self.desktop.run('xdotool', 'mousemove', str(x), str(y), *(['click', str(button)] if button else []))

    def settle(self, seconds=0.6):
        """Lets animations end; nothing but pictures should need it."""
        time.sleep(seconds)

    def outline(self, node=None, limit=400):
        """The tree as text, for messages."""
        lines = []

        def add(node, depth):
            if len(lines) >= limit:
                return
            try:
                if depth and not node.has('showing'):
                    return
                name, role = node.name, node.role
                if name or role not in ('panel', 'grouping', 'filler'):
                    lines.append('  ' * depth + f'{role} “{name}”' + ('' if node.has('sensitive') else ' (insensitive)'))
                    depth += 1
                for child in node.children():
                    add(child, depth)
            except self.gone as error:
                lines.append('  ' * depth + f'({error})')
        add(node or self, 0)
        return '\n'.join(lines)
