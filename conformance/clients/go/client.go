// Fetches with net/http what each line of standard input asks for.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"golang.org/x/net/http/httpproxy"
)

type task struct {
	ID, URL, Proxy, CA, User, Password, NoProxy string
	Timeout                                     float64
}

// A transport like the default one, which reads the same settings from the environment, but only once.
func transportOf(t task) *http.Transport {
	proxy, _ := url.Parse(t.Proxy)
	if t.User != "" {
		proxy.User = url.UserPassword(t.User, t.Password)
	}
	proxies := httpproxy.Config{HTTPProxy: proxy.String(), HTTPSProxy: proxy.String(), NoProxy: t.NoProxy}
	certificate, _ := os.ReadFile(t.CA)
	trust := x509.NewCertPool()
	trust.AppendCertsFromPEM(certificate)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = func(r *http.Request) (*url.URL, error) { return proxies.ProxyFunc()(r.URL) }
	transport.TLSClientConfig = &tls.Config{RootCAs: trust}
	return transport
}

// Each result is one write, so that no two are mixed.
func answer(t task) {
	client := http.Client{Transport: transportOf(t), Timeout: time.Duration(t.Timeout * float64(time.Second))}
	defer client.CloseIdleConnections()
	result := map[string]any{"id": t.ID}
	response, err := client.Get(t.URL)
	if err == nil {
		defer response.Body.Close()
		result["status"] = response.StatusCode
		result["body"], err = io.ReadAll(response.Body)
	}
	if err != nil {
		result["error"] = err.Error()
	}
	json.NewEncoder(os.Stdout).Encode(result)
}

func main() {
	tasks := json.NewDecoder(os.Stdin)
	for t := (task{}); tasks.Decode(&t) == nil; t = (task{}) {
		go answer(t)
	}
}
