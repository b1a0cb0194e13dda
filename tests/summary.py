"""Counts what meson test wrote in JUnit form, and names what failed.

Usage: summary.py RESULTS.xml STATUS

A TAP test counts with each of its cases, any other test once. STATUS is the
exit status of meson test: when it failed and no case did, that is a failure.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys
import xml.etree.ElementTree as ET


def main(path, status):
    passed, skipped, failed = 0, 0, []
    for suite in ET.parse(path).getroot().iter('testsuite'):
        cases = suite.findall('testcase')
        bad_before = len(failed)
        for case in cases:
            name = f"{case.get('classname') or suite.get('name')}: {case.get('name')}"
            if case.find('failure') is not None or case.find('error') is not None:
                failed.append(name)
            elif case.find('skipped') is not None:
                skipped += 1
            else:
                passed += 1
        # A test that crashed or ran out of time may have no failed case.
        suite_failed = int(suite.get('errors') or 0) + int(suite.get('failures') or 0)
        if suite_failed and len(failed) == bad_before:
            failed.append(suite.get('name'))
    if status and not failed:
        failed.append(f'meson test itself (exit status {status})')
    if failed:
        print('\nFailed:')
        for name in failed:
            print('  ' + name)
    print(f'{passed} passed, {len(failed)} failed, {skipped} skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
