// Fetches with the http and https of Node.js, and an agent for the proxy, what each line of standard input asks for.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';

const trustIn = (path) => ({ ca: path === null ? undefined : readFileSync(path) });

/** The proxy as the agents are told it, with credentials in its userinfo. */
function proxyOf(task) {
  const proxy = new URL(task.proxy);
  if (task.user !== null) [proxy.username, proxy.password] = [task.user, task.password].map(encodeURIComponent);
  return proxy;
}

function request(task) {
  const [{ get }, Agent] = task.url.startsWith('https:') ? [https, HttpsProxyAgent] : [http, HttpProxyAgent];
  const signal = AbortSignal.timeout(task.timeout * 1000);
  // A request without a connection heeds no signal, so the agent, which makes it, gets it too.
  const agent = new Agent(proxyOf(task), { ...trustIn(task.proxyCa), signal });
  const options = { ...trustIn(task.ca), agent, signal };
  return new Promise((resolve, reject) => get(task.url, options, resolve).on('error', reject));
}

async function fetchPage(task) {
  const response = await request(task);
  const fields = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
  return { status: response.statusCode, body: (await buffer(response)).toString('base64'), fields };
}

/** Does one task after the other, in a thread: an agent that reads a long head leaves no time for anything else in it. */
async function work(lines) {
  let thread;
  for await (const line of lines) {
    const task = JSON.parse(line);
    thread ??= new Worker(new URL(import.meta.url));
    thread.postMessage(task);
    const message = once(thread, 'message', { signal: AbortSignal.timeout((task.timeout + 10) * 1000) });
    const [result] = await message.catch((error) => [{ error: `uncaught ${error}` }]);
    console.log(JSON.stringify({ id: task.id, ...result }));
    if (result.error === undefined) continue;
    await thread.terminate(); // its agent may still be reading
    thread = undefined;
  }
}

if (isMainThread) {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  for (let threads = 0; threads < 12; threads++) work(lines); // more would need more memory than the container has
} else {
  const answer = (result) => parentPort.postMessage(result);
  parentPort.on('message', (task) => fetchPage(task).then(answer, (error) => answer({ error: `${error}` })));
}
