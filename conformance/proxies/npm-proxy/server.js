// proxy is a library: this is the smallest program that makes a proxy of it, with everything at its default. The port is the
// first argument; a second one makes it ask for credentials.
import { readFileSync } from 'node:fs';
import { createProxy } from 'proxy';

const [port, credentials] = process.argv.slice(2);

// The package doesn't export its package.json, so that it is read as a file.
if (port === '--version') {
  const manifest = new URL('node_modules/proxy/package.json', import.meta.url);
  console.log(JSON.parse(readFileSync(manifest, 'utf8')).version);
  process.exit();
}

const proxy = createProxy();
const expected = `Basic ${Buffer.from(credentials ?? '').toString('base64')}`;
if (credentials) proxy.authenticate = (request) => request.headers['proxy-authorization'] === expected;
proxy.listen(port);
