"""Twisted is a library: this is the smallest program that turns it into a proxy, with everything at its default.

It knows neither CONNECT nor credentials, and sends HTTP/1.0 to origins.
"""
import sys

from twisted import version
from twisted.internet import reactor
from twisted.python import log
from twisted.web import http, proxy

if "--version" in sys.argv:
    sys.exit(print(version.public()))

# The log goes to the container's log.
log.startLogging(sys.stdout)

factory = http.HTTPFactory()
factory.protocol = proxy.Proxy
reactor.listenTCP(8080, factory)
reactor.run()
