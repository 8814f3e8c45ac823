// Fetches with the http and https of Node.js, and an agent for the proxy, what each line of standard input asks for.

import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
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

async function answer(line) {
  const task = JSON.parse(line);
  const result = await fetchPage(task).catch((error) => ({ error: `${error}` }));
  console.log(JSON.stringify({ id: task.id, ...result }));
}

createInterface({ input: process.stdin }).on('line', answer);
