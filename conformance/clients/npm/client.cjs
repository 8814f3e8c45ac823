// Fetches as npm does, with its configuration and npm-registry-fetch, what each line of standard input asks for.

const { once } = require('node:events');
const { createInterface } = require('node:readline');
const { isMainThread, parentPort, Worker } = require('node:worker_threads');

const npm = '/opt/client/node_modules/npm';
const Config = require(`${npm}/node_modules/@npmcli/config`);
const definitions = require(`${npm}/node_modules/@npmcli/config/lib/definitions`);
const fetch = require(`${npm}/node_modules/npm-registry-fetch`);

/** The options of npm as its command line makes them, with credentials in the userinfo of the proxy. */
async function optionsOf(task) {
  const proxy = new URL(task.proxy);
  if (task.user !== null) [proxy.username, proxy.password] = [task.user, task.password].map(encodeURIComponent);
  // One setting is for the CAs of origins and of proxies.
  const words = [`--proxy=${proxy}`, `--https-proxy=${proxy}`, `--cafile=${task.ca}`, `--noproxy=${task.noProxy ?? ''}`];
  // npm waits for 10 s before it tries again: if that is too late, it would only hide what went wrong.
  if (task.timeout <= 10) words.push('--fetch-retries=0');
  const config = new Config({ ...definitions, npmPath: npm, argv: ['node', 'npm', ...words] });
  return config.load().then(() => config.flat);
}

async function fetchPage(task) {
  try {
    const response = await fetch(task.url, await optionsOf(task));
    return { status: response.status, body: (await response.buffer()).toString('base64') };
  } catch (error) {
    // npm throws a response whose status is 400 or more: its caller gets it as the origin's, with content and fields.
    if (!error.statusCode) throw error;
    return { status: error.statusCode, body: Buffer.from(error.body).toString('base64') };
  }
}

/** Does one task after the other, in a thread: an agent that reads a long head leaves no time for anything else in it. */
async function work(lines) {
  let thread; // ends together with attempts that take too long, for which npm has no limit
  for await (const line of lines) {
    const task = JSON.parse(line);
    if (thread === undefined) await once((thread = new Worker(__filename)), 'message');
    try {
      thread.postMessage(task);
      const [result] = await once(thread, 'message', { signal: AbortSignal.timeout(task.timeout * 1000) });
      console.log(JSON.stringify({ id: task.id, ...result }));
    } catch (error) {
      console.log(JSON.stringify({ id: task.id, error: `no response in ${task.timeout} s: ${error}` }));
      await thread.terminate();
      thread = undefined;
    }
  }
}

if (isMainThread) {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  for (let threads = 0; threads < 8; threads++) work(lines); // more would need more memory than the container has
} else {
  const answer = (result) => parentPort.postMessage(result);
  parentPort.on('message', (task) => fetchPage(task).then(answer, (error) => answer({ error: `${error}` })));
  answer('loaded');
}
