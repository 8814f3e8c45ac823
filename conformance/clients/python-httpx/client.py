"""Fetches with HTTPX what each line of standard input asks for: with its asynchronous client, the one that does TLS in TLS."""

import asyncio
import base64
import json
import os
import ssl
import sys

import httpx


def client_of(task):
    os.environ["SSL_CERT_FILE"] = task["ca"]  # the only way to say whom to trust as a proxy
    auth = None if task["user"] is None else (task["user"], task["password"])
    return httpx.AsyncClient(
        proxies=httpx.Proxy(task["proxy"], auth=auth),
        verify=ssl.create_default_context(cafile=task["ca"]),
        timeout=task["timeout"],
        follow_redirects=True,
        trust_env=False,
    )


async def fetch(task):
    async with client_of(task) as client:
        response = await client.get(task["url"])
        fields = [f"{name}: {value}" for name, value in response.headers.items()]
        return {"status": response.status_code, "body": base64.b64encode(response.content).decode(), "fields": fields}


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
