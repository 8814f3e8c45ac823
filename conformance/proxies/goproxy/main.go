// goproxy is a library: this is the smallest program that turns it into a proxy. Everything is at its default except what is set
// here for the reason given. One process has two listeners: one open, one that requires credentials.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/elazarl/goproxy"
	"github.com/elazarl/goproxy/ext/auth"
)

var version string // set by the linker

func newProxy() *goproxy.ProxyHttpServer {
	proxy := goproxy.NewProxyHttpServer()

	// This fills the container's log.
	proxy.Verbose = true

	// The default gives up on a silent target when the kernel does, after two minutes. 3 s keeps the suite short.
	proxy.Tr.Dial = (&net.Dialer{Timeout: 3 * time.Second}).Dial
	return proxy
}

func main() {
	if len(os.Args) > 1 {
		fmt.Println(version)
		return
	}

	asking := newProxy()
	auth.ProxyBasic(asking, "goproxy", func(user, password string) bool {
		return user == "user" && password == "pass:word"
	})

	go func() { log.Fatal(http.ListenAndServe(":8080", newProxy())) }()
	log.Fatal(http.ListenAndServe(":8081", asking))
}
