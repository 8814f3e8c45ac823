"""Fetches with urllib3 what each line of standard input asks for."""

import base64
import json
import ssl
import sys
import threading

import urllib3

ATTEMPTS = 4  # urllib3 tries again three times, each time with the whole timeout

writing = threading.Lock()


def pool_of(task):
    """A pool that uses the proxy, with credentials as urllib3 documents it."""
    credentials = None if task["user"] is None else f"{task['user']}:{task['password']}"
    return urllib3.ProxyManager(
        task["proxy"],
        proxy_headers=urllib3.make_headers(proxy_basic_auth=credentials),
        proxy_ssl_context=ssl.create_default_context(cafile=task["proxyCa"]),
        ca_certs=task["ca"],
        cert_reqs="CERT_REQUIRED",
        timeout=task["timeout"] / ATTEMPTS,
    )


def fetch(task):
    with pool_of(task) as pool:
        response = pool.request("GET", task["url"])
        fields = [f"{name}: {value}" for name, value in response.headers.items()]
        return {"status": response.status, "body": base64.b64encode(response.data).decode(), "fields": fields}


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
