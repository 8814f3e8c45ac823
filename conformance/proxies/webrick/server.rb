# WEBrick is a library: this is the smallest program that turns it into a proxy. Everything is at its default except what is set
# here for the reason given. One process has two listeners: one open, one that requires credentials.
require "webrick"
require "webrick/httpproxy"

abort WEBrick::VERSION if ARGV.include?("--version")

# The default is 100, which tests that hold as many tunnels would use up.
common = { MaxClients: 512 }

# The password contains a colon on purpose (RFC 7617 §2 permits it). It is short because crypt's hash uses only eight characters.
users = WEBrick::HTTPAuth::Htpasswd.new("/tmp/users")
users.set_passwd("webrick", "user", "pass:w")
basic = WEBrick::HTTPAuth::ProxyBasicAuth.new(Realm: "webrick", UserDB: users)

# Whenever an origin breaks off and is asked again, WEBrick permanently doubles the Via that it adds, for every client, until heads
# reach mebibytes. Each request starts from the configured value here, so that no test depends on earlier ones.
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

# By default no signal ends a container's first process: the kernel ignores signals for which it has no handler.
%w[TERM INT].each { |signal| trap(signal) { exit! } }

servers.map { |server| Thread.new { server.start } }.each(&:join)
