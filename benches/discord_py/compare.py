"""Measures paperboy and the discord.py bot next to this file in one run, with the same papers,
servers, channels and searches, and prints both as a table.

    python3 benches/discord_py/compare.py target/release/paperboy --papers 14000 --channels 1000

discord.py must be importable (PYTHONPATH). All further arguments go to `paperboy bench`.
"""

import json
import pathlib
import shlex
import subprocess
import sys

BOT = pathlib.Path(__file__).with_name("bot.py")
KINDS = {"search": ["--papers", "--corpus", "--queries"], "deliver": ["--papers", "--corpus", "--servers", "--channels"]}


def figures(binary, kind, arguments, bot):
    taken = []
    for name, value in zip(arguments[::2], arguments[1::2]):
        if name in KINDS[kind]:
            taken += [name, value]
    command = [binary, "bench", "--json", kind, *taken]
    if bot:
        command += ["--bot", f"{shlex.quote(sys.executable)} {BOT}"]
    # The exit code says whether paperboy's limits were kept, which isn't asked of the other bot.
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if not done.stdout:
        sys.exit(f"nothing was measured by {shlex.join(command)}")
    found = json.loads(done.stdout)
    return found["sizes"], {figure["what"]: figure for figure in found["figures"]}


def main():
    binary, *arguments = sys.argv[1:]
    print("| | paperboy | discord.py, FTS5 |\n|---|---|---|")
    for kind in KINDS:
        sizes, ours = figures(binary, kind, arguments, bot=False)
        _, theirs = figures(binary, kind, arguments, bot=True)
        print(f"| **{kind}**: {', '.join(f'{count:,} {what}' for what, count in sizes.items())} | | |")
        for what, one in ours.items():
            if what not in theirs:
                continue
            shown = [f"{figure['value']:,.3g} {figure['unit']}".strip() for figure in (one, theirs[what])]
            print(f"| {what} | {shown[0]} | {shown[1]} |", flush=True)


main()
