// Opens with ws, and an agent for the proxy, the WebSocket that each line of standard input asks for, and tells its first message.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { HttpsProxyAgent } from 'https-proxy-agent';
import WebSocket from 'ws';

const trustIn = (path) => ({ ca: path === null ? undefined : readFileSync(path) });

/** The proxy as the agent is told it, with credentials in its userinfo. */
function proxyOf(task) {
  const proxy = new URL(task.proxy);
  if (task.user !== null) {
    proxy.username = encodeURIComponent(task.user);
    proxy.password = encodeURIComponent(task.password);
  }
  return proxy;
}

function firstMessage(task) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(task.url, {
      ...trustIn(task.ca),
      agent: new HttpsProxyAgent(proxyOf(task), trustIn(task.proxyCa)),
      handshakeTimeout: task.timeout * 1000,
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed without a message')));
    socket.on('message', (message) => {
      resolve(message);
      socket.close();
    });
  });
}

async function answer(line) {
  const task = JSON.parse(line);
  const result = await firstMessage(task).then(
    (message) => ({ body: message.toString('base64') }),
    (error) => ({ error: `${error}` }),
  );
  console.log(JSON.stringify({ id: task.id, ...result }));
}

createInterface({ input: process.stdin }).on('line', answer);
