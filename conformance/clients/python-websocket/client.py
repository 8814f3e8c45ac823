"""Opens with websocket-client the WebSocket that each line of standard input asks for, and tells its first message."""

import base64
import json
import sys
import threading
from urllib.parse import urlsplit

import websocket

writing = threading.Lock()


def first_message(task):
    """The message, through the proxy, with credentials as websocket-client documents it."""
    proxy = urlsplit(task["proxy"])
    credentials = None if task["user"] is None else (task["user"], task["password"])
    connection = websocket.create_connection(
        task["url"],
        timeout=task["timeout"],
        sslopt={"ca_certs": task["ca"]},
        proxy_type=proxy.scheme,
        http_proxy_host=proxy.hostname,
        http_proxy_port=proxy.port,
        http_proxy_auth=credentials,
        http_no_proxy=[] if task["noProxy"] is None else task["noProxy"].split(","),
    )
    try:
        message = connection.recv()
        return {"body": base64.b64encode(message.encode() if isinstance(message, str) else message).decode()}
    finally:
        connection.close()


def answer(line):
    task = json.loads(line)
    try:
        result = first_message(task)
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    with writing:
        print(json.dumps({"id": task["id"], **result}), flush=True)


for line in sys.stdin:
    threading.Thread(target=answer, args=(line,), daemon=True).start()
