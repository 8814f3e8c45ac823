// Fetches with undici what each line of standard input asks for.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { EnvHttpProxyAgent, fetch, ProxyAgent } from 'undici';

const trustIn = (path) => ({ ca: path === null ? undefined : readFileSync(path) });

/** A dispatcher that uses the proxy, with credentials as undici documents it. */
function dispatcherOf({ proxy, ca, proxyCa, user, password, noProxy }) {
  const options = {
    token: user === null ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    requestTls: trustIn(ca),
    proxyTls: trustIn(proxyCa),
  };
  return noProxy === null
    ? new ProxyAgent({ ...options, uri: proxy })
    : new EnvHttpProxyAgent({ ...options, httpProxy: proxy, httpsProxy: proxy, noProxy });
}

async function fetchPage(task) {
  const dispatcher = dispatcherOf(task);
  try {
    const response = await fetch(task.url, { dispatcher, signal: AbortSignal.timeout(task.timeout * 1000) });
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    const fields = Array.from(response.headers, ([name, value]) => `${name}: ${value}`);
    return { status: response.status, body, fields };
  } finally {
    dispatcher.destroy(); // it may still be trying
  }
}

async function answer(line) {
  const task = JSON.parse(line);
  const result = await fetchPage(task).catch((error) => ({ error: `${error.cause ?? error}` }));
  console.log(JSON.stringify({ id: task.id, ...result }));
}

createInterface({ input: process.stdin }).on('line', answer);
