// Fetches with axios what each line of standard input asks for.

import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createInterface } from 'node:readline';
import axios from 'axios';

/** The options of axios that say which proxy and whom to trust. */
function optionsOf({ proxy, ca, proxyCa, user, password }) {
  const { protocol, hostname, port } = new URL(proxy);
  return {
    proxy: { protocol, hostname, port, auth: user === null ? undefined : { username: user, password } },
    // One setting is for the CAs of origins and of proxies.
    httpsAgent: new Agent({ ca: [ca, proxyCa].filter((path) => path !== null).map((path) => readFileSync(path)) }),
  };
}

async function request(task) {
  const signal = AbortSignal.timeout(task.timeout * 1000);
  try {
    return await axios.get(task.url, { ...optionsOf(task), responseType: 'arraybuffer', signal });
  } catch (error) {
    // By default, axios throws a response whose status is not 2xx: its caller gets it as the origin's, with content and fields.
    if (error.response) return error.response;
    throw error;
  }
}

async function fetchPage(task) {
  const { status, data, headers } = await request(task);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { status, body: data.toString('base64'), fields };
}

async function answer(line) {
  const task = JSON.parse(line);
  const result = await fetchPage(task).catch((error) => ({ error: `${error}` }));
  console.log(JSON.stringify({ id: task.id, ...result }));
}

createInterface({ input: process.stdin }).on('line', answer);
