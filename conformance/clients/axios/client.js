// Fetches with axios what each line of standard input asks for.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
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
