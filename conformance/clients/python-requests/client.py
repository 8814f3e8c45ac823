"""Fetches with Requests what each line of standard input asks for."""

import base64
import json
import sys
import threading
from urllib.parse import quote, urlsplit

import requests

writing = threading.Lock()


def proxy_of(task):
    """The proxy as Requests is told it, with credentials in its userinfo."""
    if task["user"] is None:
        return task["proxy"]
    proxy = urlsplit(task["proxy"])
    return f"{proxy.scheme}://{quote(task['user'], safe='')}:{quote(task['password'], safe='')}@{proxy.netloc}"


def fetch(task):
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": proxy_of(task), "https": proxy_of(task)}
        session.verify = task["ca"]
        response = session.get(task["url"], timeout=task["timeout"])
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
