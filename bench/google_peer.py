"""Reads the stand-in of Google with gcal_sync and prints one line of JSON.

usage: google_peer.py full|idle READY

READY is what the stand-in printed. `full`: every event of the primary calendar, in pages of 2,500,
into the peer's store in memory. `idle`: all calendars and their list, side by side, with nothing new.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
import sys
import time

import aiohttp
import gcal_sync.api
from gcal_sync.api import GoogleCalendarService
from gcal_sync.auth import AbstractAuth
from gcal_sync.sync import CalendarEventSyncManager, CalendarListSyncManager
from yarl import URL

# What Google allows at most; the peer asks for 1,000.
gcal_sync.api._RawListEventsRequest.model_fields["max_results"].default = 2500
gcal_sync.api._RawListEventsRequest.model_rebuild(force=True)

ROUNDS = 10
SCOPE = "https://www.googleapis.com/auth/calendar"
REDIRECT = "http://127.0.0.1:1/"


class Auth(AbstractAuth):
    def __init__(self, session: aiohttp.ClientSession, host: str, token: str) -> None:
        super().__init__(session, host)
        self._token = token

    async def async_get_access_token(self) -> str:
        return self._token


async def sign_in(session: aiohttp.ClientSession, ready: dict[str, str]) -> str:
    """An access token, by a consent that is given without a page."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    asked = {
        "client_id": ready["client_id"],
        "response_type": "code",
        "redirect_uri": REDIRECT,
        "scope": SCOPE,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    page = f"{ready['url']}/o/oauth2/v2/auth"
    async with session.get(page, params=asked, allow_redirects=False) as answer:
        code = URL(answer.headers["location"]).query["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": ready["client_id"],
        "client_secret": ready["client_secret"],
        "redirect_uri": REDIRECT,
        "code_verifier": verifier,
    }
    async with session.post(f"{ready['url']}/token", data=form) as answer:
        return (await answer.json())["access_token"]


async def full(api: GoogleCalendarService) -> dict:
    events = CalendarEventSyncManager(api, "primary")
    before = time.perf_counter()
    await events.run()
    seconds = time.perf_counter() - before
    stored = await events._store.async_load()
    return {"seconds": seconds, "events": len(stored["items"])}


async def idle(api: GoogleCalendarService) -> dict:
    calendars = CalendarListSyncManager(api)
    await calendars.run()
    listed = (await calendars._store.async_load())["items"]
    managers = [calendars, *(CalendarEventSyncManager(api, id) for id in listed)]

    async def sync() -> float:
        before = time.perf_counter()
        await asyncio.gather(*(manager.run() for manager in managers))
        return time.perf_counter() - before

    await sync()
    return {"seconds": [await sync() for _ in range(ROUNDS)], "calendars": len(listed)}


async def main() -> None:
    what, ready = sys.argv[1], json.loads(sys.argv[2])
    async with aiohttp.ClientSession() as session:
        token = await sign_in(session, ready)
        api = GoogleCalendarService(Auth(session, f"{ready['url']}/calendar/v3", token))
        print(json.dumps(await {"full": full, "idle": idle}[what](api)))


asyncio.run(main())
