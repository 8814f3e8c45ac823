// Fetches with Got, and the agents that its documentation names, what each line of standard input asks for.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import got, { HTTPError } from 'got';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';

/** Agents that use the proxy, with credentials in its userinfo as hpagent documents it. */
function agentsOf(task) {
  const proxy = new URL(task.proxy);
  if (task.user !== null) {
    proxy.username = encodeURIComponent(task.user);
    proxy.password = encodeURIComponent(task.password);
  }
  const options = { proxy, proxyRequestOptions: { ca: task.proxyCa === null ? undefined : readFileSync(task.proxyCa) } };
  return { http: new HttpProxyAgent(options), https: new HttpsProxyAgent(options) };
}

async function request(task) {
  try {
    return await got(task.url, {
      agent: agentsOf(task),
      https: { certificateAuthority: readFileSync(task.ca) },
      signal: AbortSignal.timeout(task.timeout * 1000), // for all attempts: Got tries again twice
    });
  } catch (error) {
    // By default, Got throws a response whose status is not 2xx: its caller gets it as the origin's, with content and fields.
    if (error instanceof HTTPError) return error.response;
    throw error;
  }
}

async function fetchPage(task) {
  const { statusCode, rawBody, headers } = await request(task);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { status: statusCode, body: rawBody.toString('base64'), fields };
}

async function answer(line) {
  const task = JSON.parse(line);
  const result = await fetchPage(task).catch((error) => ({ error: `${error}` }));
  console.log(JSON.stringify({ id: task.id, ...result }));
}

createInterface({ input: process.stdin }).on('line', answer);
