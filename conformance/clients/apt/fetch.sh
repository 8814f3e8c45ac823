#!/bin/sh
# Downloads one URL as apt does, with its helper for that, and prints the file.
# Arguments: URL PROXY CA SECONDS [--credentials USER PASSWORD] [--proxy-ca CA]

url=$1 proxy=$2 ca=$3 seconds=$4
shift 4
if [ "$1" = --credentials ]; then
  # They are part of the proxy's URI, percent-encoded.
  password=$(printf %s "$3" | sed 's/%/%25/g; s/:/%3A/g; s/@/%40/g; s,/,%2F,g')
  proxy="${proxy%%://*}://$2:$password@${proxy#*://}"
fi

# One setting is for the CAs of origins and of proxies.
/usr/lib/apt/apt-helper -qq \
  -o "Acquire::http::Proxy=$proxy" -o "Acquire::https::Proxy=$proxy" -o "Acquire::https::CAInfo=$ca" \
  -o "Acquire::http::Timeout=$seconds" -o "Acquire::https::Timeout=$seconds" -o Acquire::Retries=0 \
  download-file "$url" "$HOME/file" >&2 && cat "$HOME/file"
