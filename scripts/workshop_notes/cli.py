"""The `notes` command: one function for each verb."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from workshop_notes import verbs
from workshop_notes.machine import BusyError, refusal
from workshop_notes.note import STATUSES
from workshop_notes.schema import nearest
from workshop_notes.writing import NotOursError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 clean, 1 problems found, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        _say("stopped; nothing was left half-written")
        return 130
    except verbs.UsageError as error:
        _say(str(error))
        return verbs.USAGE
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        _say(refusal(error))
    except (NotOursError, BusyError) as error:
        _say(str(error))
    except MemoryError:
        _say("the memory is full; end other programs and run it again")
    return verbs.PROBLEMS


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options, unknown = parser().parse_known_args(arguments)
        if unknown:
            raise verbs.UsageError(_unknown_option(unknown[0], options.grammar))
        code: int = options.verb(options)
    finally:
        # Here rather than at the interpreter's end, where a full disk could only be a traceback.
        try:
            sys.stdout.flush()
        except OSError:
            _silence(sys.stdout)
            raise
    return code


def _say(message: str) -> None:
    try:
        print(f"notes: {message}", file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Let a stream that cannot be written to end without another word."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Parser(argparse.ArgumentParser):
    """Answers a slip with the nearest right word, in one line."""

    def error(self, message: str) -> NoReturn:
        slip = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if slip:
            choices = re.findall(r"[\w-]+", slip[2])
            near = nearest(slip[1], choices)
            hint = f"did you mean '{near}'?" if near else f"choose from {', '.join(choices)}"
            message = f"there is no '{slip[1]}'; {hint}"
        self.exit(verbs.USAGE, f"notes: {message}; `{self.prog} --help` says more\n")


def _unknown_option(name: str, grammar: argparse.ArgumentParser) -> str:
    known = [one for action in grammar._actions for one in action.option_strings]
    near = nearest(name.partition("=")[0], known)
    hint = f"did you mean '{near}'?" if near else f"`{grammar.prog} --help` says what there is"
    return f"'{name}' is not known here; {hint}"


def completion(grammar: argparse.ArgumentParser) -> str:
    """Give the script by which bash completes verbs, options, and the ids of notes."""
    (verbs_of,) = (one.choices for one in grammar._actions if isinstance(one.choices, dict))
    cases = "".join(
        f"    {name}) words='{' '.join(o for a in one._actions for o in a.option_strings)}' ;;\n"
        for name, one in verbs_of.items()
    )
    return (
        "_notes() {\n"
        '  local here="${COMP_WORDS[COMP_CWORD]}" verb="${COMP_WORDS[1]}" words=\'\'\n'
        f"  if [ \"$COMP_CWORD\" = 1 ]; then words='{' '.join(verbs_of)}'; else case $verb in\n"
        f"{cases}  esac; fi\n"
        "  case $verb in explain|withdraw|rename)\n"
        '    words="$words $(notes list 2>/dev/null | cut -f 1)" ;;\n'
        '  esac\n  COMPREPLY=($(compgen -W "$words" -- "$here"))\n}\n'
        "complete -o default -F _notes notes\n"
    )


def parser() -> argparse.ArgumentParser:
    """Give the grammar of the command line."""
    top = _Parser(
        prog="notes", description="Turn raw workshop notes into a searchable, cross-linked site."
    )
    # Imported here: it takes longer to load than the rest of the command.
    from importlib.metadata import version

    number = version("workshop-notes")
    top.add_argument("--version", action="version", version=f"notes {number}")
    top.add_argument("--root", type=Path, help="the project's folder")
    subparsers = top.add_subparsers(required=True, metavar="VERB")
    formats = ("text", "github", "json")

    def verb(name: str, function: object, text: str) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=text, description=text)
        added.add_argument(
            "--root", type=Path, default=argparse.SUPPRESS, help="the project's folder"
        )
        added.set_defaults(verb=function, grammar=added)
        return added

    ingest = verb(
        "ingest", verbs.ingest, "make draft notes of originals, or of what is new in a folder"
    )
    ingest.add_argument("sources", nargs="+", metavar="SOURCE")
    ingest.add_argument("--into", type=Path, metavar="DIR", help="folder for the drafts")
    ingest.add_argument("--dry-run", action="store_true", help="write nothing")
    ingest.add_argument("--json", action="store_true", help="print one JSON object per source")
    ingest.add_argument("--force", action="store_true", help="replace notes that were edited")
    says_so = "take each for a workshop's note, whatever it reads like"
    ingest.add_argument("--as-note", action="store_true", help=says_so)

    new = verb("new", verbs.new, "begin a note by hand; asks for what is not said")
    new.add_argument("--mission", default="")
    new.add_argument("--date", default="", metavar="YYYY-MM-DD")
    new.add_argument("--title", default="")
    new.add_argument("--name", default="", help="the last part of the address")

    withdraw = verb("withdraw", verbs.withdraw, "leave a tombstone in a note's place")
    withdraw.add_argument("note", metavar="ID", help="like 2031/zuma")
    withdraw.add_argument("--why", required=True, help="the reason, shown to readers")

    rename = verb("rename", verbs.rename, "move a note or a term; the old address leads to the new")
    rename.add_argument("old", metavar="OLD", help="like 2031/zumali or missions/MALI")
    rename.add_argument("new", metavar="NEW", help="like 2031/zuma or ZUMA")

    adopt = verb("adopt", verbs.adopt, "begin another publisher's site: an empty catalogue")
    adopt.add_argument("name", metavar="NAME", help="the name of the site")
    adopt.add_argument("--language", default="en", help="the site's language: en, fr")
    adopt.add_argument("--address", default="", metavar="URL", help="where it will be published")
    adopt.add_argument("--series", default="", help="the name of the series of workshops")
    for word in ("mission", "mandate", "resolution"):
        text = f"your word for {word}, its plural, its gender: séminaire,séminaires,m"
        adopt.add_argument(f"--{word}", default="", metavar="WORD[,WORDS[,m|f]]", help=text)
    adopt.add_argument("--council", default="", metavar="NAME", help="your word for the Council")

    inbox = verb("inbox", verbs.inbox, "make drafts of what was uploaded to notes/inbox")
    inbox.add_argument("--summary", type=Path, metavar="FILE", help="append a summary to FILE")
    parcel = inbox.add_mutually_exclusive_group()
    parcel.add_argument("--pack", type=Path, metavar="DIR", help="only write the drafts into DIR")
    parcel.add_argument("--unpack", type=Path, metavar="DIR", help="take what was packed into DIR")

    review = verb("review", verbs.review, "check a pull request and say what was understood")
    against = review.add_mutually_exclusive_group(required=True)
    against.add_argument("--event", type=Path, metavar="FILE", help="the code host's event")
    against.add_argument("--base", metavar="COMMIT", help="what to compare with")
    review.add_argument("--summary", type=Path, metavar="FILE", help="append a summary to FILE")

    listed = verb("list", verbs.list_notes, "say which notes there are, a line a note")
    stats = verb("stats", verbs.stats, "count notes and words by status, year, mission and theme")
    for one in (listed, stats):
        one.add_argument("--mission", default="", help="an id, a name or another name of it")
        one.add_argument("--theme", default="", help="an id, a name or another name of it")
        one.add_argument("--year", type=int, default=0)
        one.add_argument("--status", choices=STATUSES, default="")
        one.add_argument("--json", action="store_true", help="for programs")

    verb("schema", verbs.schema, "write JSON Schemas, by which a YAML editor completes")

    shell = verb("completion", verbs.completion, "print what completes this command in a shell")
    shell.add_argument("shell", choices=("bash", "zsh"))
    shell.set_defaults(script=lambda: completion(top))

    explain = verb("explain", verbs.explain, "say where each field of a note comes from")
    explain.add_argument("note", metavar="NOTE", help="an id, a note's path or an original")

    check = verb("check", verbs.check, "find every problem in the notes, or in some files")
    check.add_argument("paths", nargs="*", metavar="PATH")
    check.add_argument("--format", choices=formats, default="text")
    says_so = "write anew what has one right answer: spelling of ids and dates, lists, order"
    check.add_argument("--fix", action="store_true", help=says_so)

    scrub = verb("scrub", verbs.scrub, "write a clean copy of an original and say what was removed")
    scrub.add_argument("files", nargs="+", metavar="FILE")
    scrub.add_argument("--output", type=Path, metavar="FILE", help="where the clean copy goes")
    scrub.add_argument("--in-place", action="store_true", help="replace the file itself")

    build = verb("build", verbs.build, "check, derive, build, index and sweep the site")
    build.add_argument("--strict", action="store_true", help="let warnings stop the build")
    build.add_argument("--builder", choices=("mkdocs", "zensical"), default="mkdocs")
    build.add_argument("--drafts", action="store_true", help="show drafts and embargoed notes too")
    build.add_argument("--pdf", action="store_true", help="print each note as a tagged PDF too")
    build.add_argument("--site-dir", type=Path, metavar="DIR")
    build.add_argument("--no-cache", action="store_true", help="do everything anew")

    serve = verb("serve", verbs.serve, "show a live preview that follows every change")
    serve.add_argument("--address", default="127.0.0.1:8000", metavar="IP:PORT")

    sweep = verb(
        "sweep", verbs.sweep, "search a built site, or any folder, for what must not be seen"
    )
    sweep.add_argument("folder", nargs="?", type=Path)
    sweep.add_argument("--format", choices=formats, default="text")

    export = verb("export", verbs.export, "write the notes for a search server")
    export.add_argument("what", choices=("search",))
    export.add_argument("--into", type=Path, metavar="DIR", help="default: search-export")
    return top


if __name__ == "__main__":
    sys.exit(main())
