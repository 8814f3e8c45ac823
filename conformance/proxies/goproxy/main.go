// goproxy is a library: this is the smallest program that makes a proxy of it, with everything at its default but what is named
// here, and why. One process, two listeners: one open, one that asks for credentials.
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

	// For the container's log.
	proxy.Verbose = true

	// The default gives up on a silent target when the kernel does, after two minutes. 3 s keep the suite short.
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
