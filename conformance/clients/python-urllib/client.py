"""Fetches with urllib of Python's library what each line of standard input asks for."""

import base64
import json
import ssl
import sys
import threading
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

writing = threading.Lock()


def proxy_of(task):
    """The proxy as urllib is told it, with credentials in its userinfo."""
    if task["user"] is None:
        return task["proxy"]
    proxy = urlsplit(task["proxy"])
    return f"{proxy.scheme}://{quote(task['user'], safe='')}:{quote(task['password'], safe='')}@{proxy.netloc}"


def fetch(task):
    trust = ssl.create_default_context(cafile=task["ca"])
    opener = build_opener(ProxyHandler({"http": proxy_of(task), "https": proxy_of(task)}), HTTPSHandler(context=trust))
    try:
        response = opener.open(task["url"], timeout=task["timeout"])
    except HTTPError as error:
        response = error  # the response of an origin, or of a proxy to which a request was forwarded
    with response:
        fields = [f"{name}: {value}" for name, value in response.headers.items()]
        return {"status": response.status, "body": base64.b64encode(response.read()).decode(), "fields": fields}


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
