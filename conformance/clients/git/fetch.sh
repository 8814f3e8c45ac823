#!/bin/sh
# Downloads one URL as Git does, with its helper for remote repositories, and prints the file.
# Arguments: URL PROXY CA SECONDS [--credentials USER PASSWORD] [--proxy-ca CA] [--no-proxy HOSTS]

url=$1 proxy=$2 ca=$3 seconds=$4 proxyCa=
shift 4
while [ $# -gt 0 ]; do
  case $1 in
    --credentials)
      # They are part of the proxy's URI, percent-encoded.
      password=$(printf %s "$3" | sed 's/%/%25/g; s/:/%3A/g; s/@/%40/g; s,/,%2F,g')
      proxy="${proxy%%://*}://$2:$password@${proxy#*://}"
      shift 3 ;;
    --proxy-ca) proxyCa=$2; shift 2 ;;
    --no-proxy) export NO_PROXY="$2"; shift 2 ;;
  esac
done

# By default, Git follows redirects of the first request of a fetch only, which this is not for the helper. Its time limit is
# the time without a byte, in whole seconds. The helper is told the repository, and then the file to get from it.
export GIT_TERMINAL_PROMPT=0
printf 'get %s %s\n\n' "$url" "$HOME/file" |
  git -c "http.proxy=$proxy" -c "http.sslCAInfo=$ca" ${proxyCa:+-c "http.proxySSLCAInfo=$proxyCa"} \
    -c http.followRedirects=true -c http.lowSpeedLimit=1 -c "http.lowSpeedTime=${seconds%.*}" \
    remote-https "$url" "$url" >&2 && cat "$HOME/file"
