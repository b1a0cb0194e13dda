"""Makes what bash, zsh and fish complete after “tuttictl” from its own tables, so that nothing is forgotten.

Usage: make-completions.py bash|zsh|fish SOURCE

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import sys
from pathlib import Path

TEXT = r'(?:N_ \()?"((?:[^"\\]|\\.)*)"\)?'
HEAD = '# Made by data/completions/make-completions.py from the tables of tuttictl.\n'


def read_commands(paths):
    """(name, arguments, summary) of each row of the tables."""
    for path in paths:
        for table in re.findall(r'^const Command \w+\[\] = \{\n(.*?)^\};', Path(path).read_text(), re.M | re.S):
            yield from re.findall(r'^  \{ ' + TEXT + ', ' + TEXT + ', ' + TEXT, table, re.M)


def read_options(path):
    """(name, letter, has a value, what for) of each option."""
    for name, letter, kind, text in re.findall(r"\{ \"([\w-]+)\", ('\w'|0), 0, G_OPTION_ARG_(\w+), [^,]+, " + TEXT, Path(path).read_text()):
        yield name, letter.strip("'0"), kind != 'NONE', text
    yield 'help', 'h', False, 'Show how tuttictl is used'


def words_of(arguments, services):
    """What the first word after a command can be: a list, 'file' or nothing."""
    first = arguments.split()[0].strip('[]') if arguments else ''
    if first == 'SERVICE':
        return services
    if first == 'FILE':
        return 'file'
    return first.split('|') if re.fullmatch(r'[a-z|]+', first) else []


def second_words_of(arguments):
    words = arguments.split()
    return words[1].split('|') if len(words) > 1 and re.fullmatch(r'[a-z]+(\|[a-z]+)+', words[1]) else []


def make_bash(commands, options, services):
    cases = []
    for name, arguments, _ in commands:
        words, second = words_of(arguments, services), second_words_of(arguments)
        if words == 'file':
            cases.append(f"    {name}:1) mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); compopt -o filenames 2>/dev/null; return ;;")
        elif words:
            cases.append(f"    {name}:1) words='{' '.join(words)}' ;;")
        if second:
            cases.append(f"    {name}:2) words='{' '.join(second)}' ;;")
    named = ' '.join('--' + option[0] for option in options)
    valued = '|'.join([f'--{name}' for name, _, value, _ in options if value] + [f'-{letter}' for _, letter, value, _ in options if value and letter])
    return f"""{HEAD}
_tuttictl() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command= count=0 index words=
  COMPREPLY=()
  case $before in
    --service | -s) mapfile -t COMPREPLY < <(compgen -W '{' '.join(services)}' -- "$word"); return ;;
    {valued.replace('|', ' | ')}) return ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W '{named}' -- "$word")
    return
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case ${{COMP_WORDS[index]}} in
      {valued.replace('|', ' | ')}) ((index++)) ;;
      -*) ;;
      *) [[ -z $command ]] && command=${{COMP_WORDS[index]}} || ((count++)) ;;
    esac
  done
  case $command:$((count + 1)) in
    :*) words='{' '.join(name for name, _, _ in commands)}' ;;
{chr(10).join(cases)}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}}

complete -F _tuttictl tuttictl
"""


def quote(text):
    return text.replace("'", "'\\''")


def make_zsh(commands, options, services):
    def spec(name, letter, value, text):
        text = quote(text.replace('[', '(').replace(']', ')').replace(':', '\\:'))
        action = ':service:(' + ' '.join(services) + ')' if name == 'service' else ':value:' if value else ''
        return f"    '--{name}[{text}]{action}'"
    cases = []
    for name, arguments, _ in commands:
        words, second = words_of(arguments, services), second_words_of(arguments)
        if words == 'file':
            cases.append(f'        {name}) _files ;;')
        elif words and second:
            cases.append(f'        {name}) ((CURRENT == 2)) && compadd {" ".join(words)} || compadd {" ".join(second)} ;;')
        elif words:
            cases.append(f'        {name}) ((CURRENT == 2)) && compadd {" ".join(words)} ;;')
    described = '\n'.join(f"        '{name}:{quote(text)}'" for name, _, text in commands)
    return f"""#compdef tuttictl
{HEAD}
_tuttictl() {{
  local state line
  local -a commands
  _arguments -C \\
{chr(10).join(spec(*option) + ' ' + chr(92) for option in options)}
    '1: :->command' '*:: :->argument'
  case $state in
    command)
      commands=(
{described}
      )
      _describe command commands
      ;;
    argument)
      case $words[1] in
{chr(10).join(cases)}
      esac
      ;;
  esac
}}

_tuttictl "$@"
"""


def make_fish(commands, options, services):
    names = ' '.join(name for name, _, _ in commands)
    lines = [HEAD, 'complete -c tuttictl -f']
    for name, arguments, text in commands:
        lines.append(f"complete -c tuttictl -n 'not __fish_seen_subcommand_from {names}' -a {name} -d '{quote(text)}'")
        words, second = words_of(arguments, services), second_words_of(arguments)
        if words == 'file':
            lines.append(f"complete -c tuttictl -n '__fish_seen_subcommand_from {name}' -F")
        elif words:
            lines.append(f"complete -c tuttictl -n '__fish_seen_subcommand_from {name}' -a '{' '.join(words + second)}'")
    for name, letter, value, text in options:
        short = f' -s {letter}' if letter else ''
        needs = f" -x -a '{' '.join(services)}'" if name == 'service' else ' -x' if value else ''
        lines.append(f"complete -c tuttictl -l {name}{short}{needs} -d '{quote(text)}'")
    return '\n'.join(lines) + '\n'


def main():
    kind, source = sys.argv[1], Path(sys.argv[2])
    services = sorted(path.stem for path in (source / 'data/providers').glob('*.ini'))
    commands = list(read_commands(sorted((source / 'src/cli').glob('tuttictl-*.c'))))
    options = list(read_options(source / 'src/cli/tuttictl.c'))
    assert len(commands) > 10 and len(options) > 5 and services, (commands, options, services)
    sys.stdout.reconfigure(encoding='utf-8')
    sys.stdout.write({'bash': make_bash, 'zsh': make_zsh, 'fish': make_fish}[kind](commands, options, services))


if __name__ == '__main__':
    main()
