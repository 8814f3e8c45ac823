"""Fetches with HTTPX what each line of standard input asks for."""

import base64
import json
import os
import ssl
import sys
import threading

import httpx

writing = threading.Lock()


def client_of(task):
    os.environ["SSL_CERT_FILE"] = task["ca"]  # the only way to say whom to trust as a proxy
    auth = None if task["user"] is None else (task["user"], task["password"])
    return httpx.Client(
        proxies=httpx.Proxy(task["proxy"], auth=auth),
        verify=ssl.create_default_context(cafile=task["ca"]),
        timeout=task["timeout"],
        follow_redirects=True,
        trust_env=False,
    )


def fetch(task):
    with client_of(task) as client:
        response = client.get(task["url"])
        fields = [f"{name}: {value}" for name, value in response.headers.items()]
        return {"status": response.status_code, "body": base64.b64encode(response.content).decode(), "fields": fields}


def answer(line):
    task = json.loads(line)
    try:
        result = fetch(task)
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    with writing:
        print(json.dumps({"id": task["id"], **result}), flush=True)


for line in sys.stdin:
    threading.Thread(target=answer, args=(line,), daemon=True).start()
