"""Where a web page on disk came from, and when it was saved, as the program says that saved it."""

from __future__ import annotations

import datetime as dt
import re

from conflictlib.loading._dates import read_day, read_moment

#: So far into the page the program's mark is looked for.
_HEAD = 20_000
_ADDRESS = r"(?P<url>https?://[^\s\"'<>]{1,2000})"
_SINGLE_FILE = re.compile(
    rf"<!--\s{{0,20}}(?:Page saved with|Archive processed by) SingleFile\s+url:\s{{0,20}}{_ADDRESS}"
    r"(?:\s+saved date:\s{0,20}(?P<date>[^\n<]{1,100}))?",
    re.IGNORECASE,
)
_MARK = re.compile(rf"<!--\s{{0,20}}saved from url=\(\d{{4}}\)\s{{0,5}}{_ADDRESS}", re.IGNORECASE)
_HTTRACK = re.compile(
    r"<!--\s{0,20}Mirrored from (?P<bare>[^\s\"'<>]{1,2000}) by HTTrack [^,<>]{0,100}, "
    r"(?P<date>[^<>]{1,60}?)\s{0,20}-->",
    re.IGNORECASE,
)
_SAVE_PAGE_URL = re.compile(rf"<meta name=[\"']?savepage-url[\"']? content=[\"']?{_ADDRESS}", re.IGNORECASE)
_SAVE_PAGE_DATE = re.compile(
    r"<meta name=[\"']?savepage-date[\"']? content=[\"'](?P<date>[^\"']{1,100})", re.IGNORECASE
)
#: A date as JavaScript writes it: ``Mon May 13 2024 08:00:00 GMT+0200 (Central European Summer Time)``.
_SCRIPT_DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})", re.ASCII)


def saved_from(page: str) -> tuple[str | None, str | None]:
    """Return the address and the moment (UTC; a day where there is no zone) of saving; None where nothing says it.

    Read are the comments of SingleFile, of HTTrack and of browsers (the mark of the web), and the meta elements of
    Save Page WE.

    >>> saved_from("<!-- saved from url=(0026)https://hill.example/talks -->")
    ('https://hill.example/talks', None)
    """
    head = page[:_HEAD]
    url = date = None
    for pattern in (_SINGLE_FILE, _SAVE_PAGE_URL, _SAVE_PAGE_DATE, _HTTRACK, _MARK):
        if match := pattern.search(head):
            said = match.groupdict()
            bare = said.get("bare")
            url = url or said.get("url") or (f"http://{bare}" if bare else None)
            date = date or said.get("date")
    return url, moment_of(date) if date else None


def moment_of(date: str) -> str | None:
    """Return a moment of saving in UTC as ISO 8601, its day where it has no zone; ``-0000`` of RFC 5322 is UTC.

    >>> moment_of("Mon May 13 2024 08:00:00 GMT+0200 (Central European Summer Time)")
    '2024-05-13T06:00:00Z'
    """
    if script := _SCRIPT_DATE.match(date.strip()):
        month, day, year, clock, zone = script.groups()
        date = f"{day} {month} {year} {clock} {zone}"
    moment: str | None = read_moment(re.sub(r"\s-0000$", " +0000", date.strip()))
    found: dt.date | None = read_day(date)
    return moment or (str(found) if found else None)
