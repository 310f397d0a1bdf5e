"""The official Python client against the server that the arguments start: what works, as JSON.

usage: smoke.py legacy|auto COMMAND ARGUMENT...      its environment is the server's too
"""

import asyncio
import json
import os
import sys
from datetime import date, timedelta

from mcp import Client, MCPError, StdioServerParameters, stdio_client


async def main(mode: str, command: str, arguments: list[str]) -> None:
    server = StdioServerParameters(command=command, args=arguments, env=dict(os.environ))
    async with Client(stdio_client(server), mode=mode) as client:
        tools = (await client.list_tools()).tools
        context = await client.call_tool("get_context", {})
        calendars = await client.call_tool("list_calendars", {})
        day = (date.today() + timedelta(days=40)).isoformat()
        full = [one for one in calendars.structured_content["calendars"] if one["sight"] == "full"]
        made = await client.call_tool(
            "propose_create",
            {
                "calendar_id": full[0]["calendar_id"],
                "title": f"From Python, {mode}",
                "start": f"{day}T09:00",
                "end": f"{day}T10:00",
                "time_zone": "Europe/Berlin",
                "notify": "none",
                "reason": "A test.",
            },
        )
        wrong = await client.call_tool("list_events", {"start": day, "end": day})
        resource = await client.read_resource("calendar://calendars")
        try:
            await client.call_tool("approve_proposal", {})
            unknown = "answered"
        except MCPError as error:
            unknown = error.error.message
        print(
            json.dumps(
                {
                    "tools": len(tools),
                    "zone": context.structured_content["time_zone"],
                    "state": made.structured_content["proposal"]["state"],
                    "wrong": [wrong.is_error, wrong.content[0].text],
                    "calendars": len(json.loads(resource.contents[0].text)["calendars"]),
                    "unknown": unknown,
                }
            )
        )


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
