"""Fetches with http.client of Python's library what each line of standard input asks for."""

import base64
import http.client
import json
import ssl
import sys
import threading
from urllib.parse import urlsplit

writing = threading.Lock()


def basic(task):
    credentials = f"{task['user']}:{task['password']}".encode()
    return {} if task["user"] is None else {"Proxy-Authorization": "Basic " + base64.b64encode(credentials).decode()}


def request_to(task):
    """The connection to the proxy, and the target and fields of the request on it."""
    proxy, url = urlsplit(task["proxy"]), urlsplit(task["url"])
    if url.scheme == "http":
        target = url._replace(netloc=url.netloc.rpartition("@")[2], fragment="").geturl()
        return http.client.HTTPConnection(proxy.hostname, proxy.port, timeout=task["timeout"]), target, basic(task)
    trust = ssl.create_default_context(cafile=task["ca"])
    connection = http.client.HTTPSConnection(proxy.hostname, proxy.port, timeout=task["timeout"], context=trust)
    connection.set_tunnel(url.hostname, url.port, basic(task))
    return connection, (url.path or "/") + (f"?{url.query}" if url.query else ""), {}


def fetch(task):
    connection, target, fields = request_to(task)
    try:
        connection.request("GET", target, headers=fields)
        response = connection.getresponse()
        body = base64.b64encode(response.read()).decode()
        return {"status": response.status, "body": body, "fields": [f"{name}: {value}" for name, value in response.getheaders()]}
    finally:
        connection.close()


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
