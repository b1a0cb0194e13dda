"""A preview in the window, heard from the services, and steered by the desktop's media keys.

Usage: test-media-keys.py BUILD

Tutti's window, the test services and playerctl, on a desktop of their own;
the sound goes where nobody hears it, in its own time.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import APP_ID, Desktop, die_with_parent, wait_until  # noqa: E402
from story import Story  # noqa: E402
from window import Window  # noqa: E402

BUS_NAME = f'org.mpris.MediaPlayer2.{APP_ID}'


def main(build):
    story = Story()
    with Desktop(build, likes=40, service_options=['--fast']) as desktop:
        desktop.env['TUTTI_AUDIO_SINK'] = 'fakesink sync=true'
        tell(story, desktop)
        return story.run()


def tell(story, desktop):
    found = {}
    story.at_failure.append(lambda _: found['window'].outline() if 'window' in found else '')
    story.at_failure.append(lambda _: (desktop.output / 'tutti').read_text()[-4000:])

    def playerctl(*words):
        return desktop.run('playerctl', f'--player={APP_ID}', *words).strip()

    def is_on_the_bus():
        return 'true' in desktop.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path',
                                     '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.NameHasOwner', BUS_NAME)

    def wait_for_status(status):
        wait_until(lambda: playerctl('status') == status, f'The player is never {status}')

    @story.step('With nothing loaded there is no player')
    def _():
        desktop.run(desktop.tuttictl, 'public', 'on')
        desktop.run(desktop.tuttictl, 'search', 'dreams')
        found['tutti'] = desktop.start_tutti()
        found['window'] = Window(desktop)
        found['window'].wait_for('button', 'Look Around First').click()
        found['window'].wait_for('button', contains='Preview “')
        assert not is_on_the_bus()

    @story.step('A preview plays, and its source is named')
    def _():
        window = found['window']
        button = window.find('button', contains='Preview “')
        found['title'] = re.search('“(.*)”', button.name)[1]
        button.click()
        window.wait_for('button', re.compile('^Preview from (Deezer|Apple Music)$'))
        window.wait_for('button', f'Stop the preview of “{found["title"]}”')
        wait_until(is_on_the_bus, 'There is no player')
        wait_for_status('Playing')

    @story.step('The media keys know the song, its picture and its page')
    def _():
        assert playerctl('metadata', 'xesam:title') == found['title']
        song = next(song for song in desktop.ask('search', 'dreams', '--local') if song['title'] == found['title'])
        assert playerctl('metadata', 'xesam:artist') == song['artist']
        assert playerctl('metadata', 'xesam:url') in [link['web'] for link in song['links']]
        wait_until(lambda: playerctl('metadata', 'mpris:length') == '30000000', 'The length is not that of the sound')
        art = playerctl('metadata', '--format', '{{mpris:artUrl}}')
        assert art.startswith('file:///'), art
        assert Path(art[7:]).read_bytes()[:4] in (b'\x89PNG', b'\xff\xd8\xff\xe0'), art

    @story.step('They pause it and go on; the window shows it')
    def _():
        window = found['window']
        wait_until(lambda: float(playerctl('position')) > 0.5, 'Time stands still')
        playerctl('pause')
        window.wait_for('button', 'Go on with the preview')
        wait_for_status('Paused')
        playerctl('play-pause')
        window.wait_for('button', 'Pause the preview')
        before = float(playerctl('position'))
        wait_until(lambda: float(playerctl('position')) > before + 0.5, 'It does not go on')
        playerctl('play-pause')
        wait_for_status('Paused')
        window.find('button', 'Go on with the preview').click()
        wait_for_status('Playing')

    @story.step('The bar stays across pages')
    def _():
        window = found['window']
        window.find('page tab', 'Services').click()
        window.wait_for('button', re.compile('^Set Up'))
        window.find('button', 'Pause the preview').click()
        wait_for_status('Paused')
        window.find('button', 'Go on with the preview').click()
        wait_for_status('Playing')

    @story.step('What can’t be changed stays: next, previous, seeking, volume')
    def _():
        for words in ('next',), ('previous',), ('volume', '0.2'):
            desktop.run('playerctl', f'--player={APP_ID}', *words, check=False)
        assert playerctl('status') == 'Playing' and playerctl('metadata', 'xesam:title') == found['title']
        assert playerctl('volume') == '1.000000'

    @story.step('Stopped, the player and the bar are gone')
    def _():
        playerctl('stop')
        found['window'].wait_gone('button', 'Stop the preview')
        wait_until(lambda: not is_on_the_bus(), 'The player stays')

    @story.step('A preview ends by itself')
    def _():
        window = found['window']
        window.find('page tab', 'Feed').click()
        window.wait_for('button', f'Preview “{found["title"]}”').click()
        window.wait_for('button', 'Stop the preview')
        start = time.monotonic()
        window.wait_gone('button', 'Stop the preview', seconds=60)
        assert time.monotonic() - start > 15, 'it was cut off'
        wait_until(lambda: not is_on_the_bus(), 'The player stays')
        assert window.find(contains='wrong') is None, window.outline()

    @story.step('What can’t be heard is said')
    def _():
        window = found['window']
        desktop.control('fault', 'POST', kind='500', path='*/cdnt-preview.dzcdn.net/*', count='0')
        desktop.control('fault', 'POST', kind='500', path='*/audio-ssl.itunes.apple.com/*', count='0')
        said = None
        for _ in range(3):  # it is said for five seconds, which a busy computer may miss
            window.wait_for('button', f'Preview “{found["title"]}”').click()
            try:
                said = window.wait_for_toast('has a problem at the moment', seconds=8)
                break
            except AssertionError:
                continue
        assert said, window.outline()
        window.wait_gone('button', 'Stop the preview')
        desktop.control('fault', 'DELETE')

    @story.step('The window ends with its sound')
    def _():
        window = found['window']
        window.find('button', f'Preview “{found["title"]}”').click()
        window.wait_for('button', 'Stop the preview')
        wait_until(is_on_the_bus, 'There is no player')
        desktop.run('gdbus', 'call', '--session', '--dest', BUS_NAME, '--object-path', '/org/mpris/MediaPlayer2',
                    '--method', 'org.mpris.MediaPlayer2.Quit')
        code = found['tutti'].wait(120)
        assert code == 0, (code, (desktop.output / 'tutti').read_text()[-3000:])
        assert not is_on_the_bus()


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(sys.argv[1]))
