"""Fetches with aiohttp what each line of standard input asks for."""

import asyncio
import base64
import json
import ssl
import sys

import aiohttp


async def fetch(task):
    trust = ssl.create_default_context(cafile=task["ca"])
    auth = None if task["user"] is None else aiohttp.BasicAuth(task["user"], task["password"])
    limit = aiohttp.ClientTimeout(total=task["timeout"])
    async with aiohttp.ClientSession(timeout=limit) as session:
        async with session.get(task["url"], proxy=task["proxy"], proxy_auth=auth, ssl=trust) as response:
            body = base64.b64encode(await response.read()).decode()
            fields = [f"{name}: {value}" for name, value in response.headers.items()]
            return {"status": response.status, "body": body, "fields": fields}


async def answer(line):
    task = json.loads(line)
    try:
        result = await fetch(task)
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"id": task["id"], **result}), flush=True)


async def main():
    loop, running = asyncio.get_running_loop(), set()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        running.add(asyncio.create_task(answer(line)))


asyncio.run(main())
