#!/usr/bin/env python3
"""match-pairs and match-records read columns by name, and say what they should.

  test-tools.py FOLDER-OF-THE-TOOLS

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import pathlib
import subprocess
import sys
import tempfile

TOOLS = pathlib.Path(sys.argv[1])


def run(tool, text, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "table.tsv"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run([TOOLS / tool, path, *options], check=True, capture_output=True, text=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


def expect(found, wanted):
    if found != wanted:
        sys.exit(f"expected {wanted}, found {found}")


PAIRS = """extra\tisrc_b\ttitle_b\tid\ttitle_a\tartist_a\tartist_b\tms_a\tms_b\tisrc_a
x\t\tRain - 2011 Remaster\tone\tRain\tAda Lune\tAda Lune\t200000\t201000\t
x\t\tRain (Live)\ttwo\tRain\tAda Lune\tAda Lune\t200000\t200000\t
x\tUSRC17607839\tSolntse\tthree\tСолнце\tВолна\tVolna\t\t\tUSRC17607839
x\t\tHills\tfour\tRain\tAda Lune
"""

rows = run("match-pairs", PAIRS)
expect([(row[0], row[2]) for row in rows], [("one", "same"), ("two", "different"), ("three", "same"), ("four", "different")])
assert all(0 <= float(row[1]) <= 1 for row in rows)
expect(run("match-pairs", PAIRS, "--no-isrc")[2][2] != "same", True)
expect([row[0] for row in run("match-pairs", "title_a\ttitle_b\nRain\tRain\n")], ["1"])

RECORDS = """id\tsource\ttitle\tartist\talbum\tms\tyear
a\t1\tRain\tAda Lune\tGlass\t200000\t2001
b\t2\tAda Lune - Rain\t\tGlass\t200\t'01
c\t3\tRain (Live)\tAda Lune\tGlass\t200500\t
d\t2\tHills\tBen Sole\t\t100000\t
e\t1\tRain - Glass\tAda Lune\t\t200400\t01
"""

clusters = dict(run("match-records", RECORDS))
expect(sorted(clusters), ["a", "b", "c", "d", "e"])
expect(clusters["a"] == clusters["e"], True)
expect(len({clusters["a"], clusters["c"], clusters["d"]}), 3)
shuffled = dict(run("match-records", RECORDS, "--shuffle"))
for one in clusters:
    for other in clusters:
        expect(shuffled[one] == shuffled[other], clusters[one] == clusters[other])
expect(run("match-records", "title\tartist\n"), [])
