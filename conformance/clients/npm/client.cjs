// Fetches as npm does, with its configuration and npm-registry-fetch, what each line of standard input asks for.

const { createInterface } = require('node:readline');
const { setTimeout } = require('node:timers/promises');

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

/** What npm has no setting for: a limit for all of its attempts. */
async function limit(seconds) {
  await setTimeout(seconds * 1000);
  throw new Error(`no response in ${seconds} s`);
}

async function answer(line) {
  const task = JSON.parse(line);
  const result = await Promise.race([fetchPage(task), limit(task.timeout)]).catch((error) => ({ error: `${error}` }));
  console.log(JSON.stringify({ id: task.id, ...result }));
}

createInterface({ input: process.stdin }).on('line', answer);
