// mockttp is a library for tests, which answers requests in the origins' place: this is the smallest program that turns it into a
// proxy. It intercepts: to CONNECT it answers 200 at once, dials nothing, and waits for TLS or HTTP inside the tunnel. HTTP/1,
// HTTP/2 and both of them inside TLS come to the same port. Everything is at its default except the options below.
import { readFileSync } from 'node:fs';
import * as mockttp from 'mockttp';

if (process.argv.includes('--version')) {
  const manifest = new URL('node_modules/mockttp/package.json', import.meta.url);
  console.log(JSON.parse(readFileSync(manifest, 'utf8')).version);
  process.exit();
}

const server = mockttp.getLocal({
  // An authority of its own, whose certificates it shows as the proxy and as each origin.
  https: await mockttp.generateCACertificate(),
  // The default prefers HTTP/1.1.
  http2: true,
  // The default closes a tunnel in which something else than TLS and HTTP is spoken.
  passthrough: ['unknown-protocol'],
  // The default keeps every request and response in memory.
  recordTraffic: false,
  // Fills the container's log.
  debug: true,
});

// The default answers 503, because no test has said what to answer. Nobody else knows the authority of the origins' certificates.
await server.forUnmatchedRequest().thenPassThrough({ ignoreHostHttpsErrors: true });
await server.forAnyWebSocket().thenPassThrough({ ignoreHostHttpsErrors: true });

// By default no signal ends a container's first process: the kernel ignores signals for which it has no handler.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit());

await server.start(8000);
