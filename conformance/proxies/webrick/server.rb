# WEBrick is a library: this is the smallest program that makes a proxy of it, with everything at its default but what is named
# here, and why. One process, two listeners: one open, one that asks for credentials.
require "webrick"
require "webrick/httpproxy"

abort WEBrick::VERSION if ARGV.include?("--version")

# The default is 100, which the tests that hold as many tunnels would use up.
common = { MaxClients: 512 }

# The password holds a colon on purpose (RFC 7617 §2 permits it). It is short since the hash, crypt's, looks at eight characters.
users = WEBrick::HTTPAuth::Htpasswd.new("/tmp/users")
users.set_passwd("webrick", "user", "pass:w")
basic = WEBrick::HTTPAuth::ProxyBasicAuth.new(Realm: "webrick", UserDB: users)

# Whenever an origin breaks off and is asked again, WEBrick doubles the Via that it adds, for good and for every client, until heads
# have mebibytes. Each request begins with what is configured here, lest a test depend on those before it.
class Proxy < WEBrick::HTTPProxyServer
  def service(request, response)
    @configured ||= @via.dup.freeze
    @via = @configured.dup
    super
  end
end

servers = [
  Proxy.new(Port: 8080, **common),
  Proxy.new(Port: 8081, ProxyAuthProc: basic.method(:authenticate), **common),
]

# As the first process of a container, nothing ends it by default: a signal without a handler is ignored there.
%w[TERM INT].each { |signal| trap(signal) { exit! } }

servers.map { |server| Thread.new { server.start } }.each(&:join)
