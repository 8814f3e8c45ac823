// proxy-chain is a library: this is the smallest program that turns it into a proxy. Everything is at its default except the
// addresses, the credentials and TLS. One process has four listeners: one open, one that requires credentials, and both again
// inside TLS, with the certificate that the run puts there.
import { readFileSync } from 'node:fs';
import { Server } from 'proxy-chain';

// The package does not export its package.json, so it is read as a file.
if (process.argv.includes('--version')) {
  const manifest = new URL('node_modules/proxy-chain/package.json', import.meta.url);
  console.log(JSON.parse(readFileSync(manifest, 'utf8')).version);
  process.exit();
}

const asksForCredentials = ({ username, password }) => ({
  requestAuthentication: username !== 'user' || password !== 'pass:word',
});

const https = {
  serverType: 'https',
  httpsOptions: { cert: readFileSync('/etc/proxy.pem'), key: readFileSync('/etc/proxy.key') },
};

// Verbose output fills the container's log.
const servers = [
  new Server({ port: 8000, verbose: true }),
  new Server({ port: 8001, verbose: true, prepareRequestFunction: asksForCredentials }),
  new Server({ port: 8443, verbose: true, ...https }),
  new Server({ port: 8444, verbose: true, prepareRequestFunction: asksForCredentials, ...https }),
];

// By default no signal ends a container's first process: the kernel ignores signals for which it has no handler.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit());

await Promise.all(servers.map((server) => server.listen()));
