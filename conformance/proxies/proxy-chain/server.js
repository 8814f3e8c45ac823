// proxy-chain is a library: this is the smallest program that makes a proxy of it, with everything at its default but the
// addresses and the credentials. One process, two listeners: one open, one that asks.
import { readFileSync } from 'node:fs';
import { Server } from 'proxy-chain';

// The package does not export its package.json, so that it is read as a file.
if (process.argv.includes('--version')) {
  const manifest = new URL('node_modules/proxy-chain/package.json', import.meta.url);
  console.log(JSON.parse(readFileSync(manifest, 'utf8')).version);
  process.exit();
}

const asksForCredentials = ({ username, password }) => ({
  requestAuthentication: username !== 'user' || password !== 'pass:word',
});

// Verbose, for the container's log.
const servers = [
  new Server({ port: 8000, verbose: true }),
  new Server({ port: 8001, verbose: true, prepareRequestFunction: asksForCredentials }),
];

// As the first process of a container, nothing ends it by default: a signal without a handler is ignored there.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit());

await Promise.all(servers.map((server) => server.listen()));
