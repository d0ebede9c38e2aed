// npm's ws as a client: node ws-client.mjs URL [CA.pem]

import { readFileSync } from 'node:fs';
import WebSocket from 'ws';
import { assertEqual, assertSameBytes, runChecks } from './report.mjs';
import { checks, Connection, noise } from './whatwg-checks.mjs';

const [url, caFile] = process.argv.slice(2);
const options = { ca: caFile && readFileSync(caFile), maxPayload: 64 * 1024 * 1024 };
const connect = (more) => new WebSocket(url, { ...options, ...more });
const open = (more) => new Connection(connect(more)).opened;

/** Sends `count` messages of about 2 KiB each under one negotiated deflate. */
async function deflates(perMessageDeflate, expected) {
  const socket = connect({ perMessageDeflate: { threshold: 0, ...perMessageDeflate } });
  let negotiated = '';
  socket.on('upgrade', (response) => {
    negotiated = response.headers['sec-websocket-extensions'];
  });
  const connection = await new Connection(socket).opened;
  for (const parameter of expected) {
    assertEqual(negotiated.includes(parameter), true, `${parameter} in ${negotiated}`);
  }
  for (let i = 0; i < 20; i++) {
    const text = `${i} hawsers moor ships; `.repeat(100);
    connection.send(text);
    assertEqual(await connection.receive(), text, `echo ${i}`);
  }
  await connection.close(1000);
}

await runChecks({
  ...checks(connect),
  fragments: async () => {
    const connection = await open({ perMessageDeflate: false });
    const bytes = noise(100_000);
    for (let i = 0; i < bytes.length; i += 1000) {
      connection.socket.send(bytes.subarray(i, i + 1000), { fin: i + 1000 >= bytes.length });
      connection.socket.ping(); // a control frame between fragments
    }
    assertSameBytes(await connection.receive(), bytes, 'echo');
    // The euro sign is cut in two by the fragments.
    connection.socket.send(Buffer.from('e282', 'hex'), { binary: false, fin: false });
    connection.socket.send(Buffer.alloc(0), { fin: false });
    connection.socket.send(Buffer.from('ac', 'hex'), { fin: true });
    assertEqual(await connection.receive(), '€', 'echo');
    await connection.close(1000);
  },
  'compressed fragments': async () => {
    const connection = await open({ perMessageDeflate: { threshold: 0 } });
    connection.socket.send('moor'.repeat(1000), { compress: true, fin: false });
    connection.socket.send('ing'.repeat(1000), { compress: true, fin: true });
    assertEqual(await connection.receive(), 'moor'.repeat(1000) + 'ing'.repeat(1000), 'echo');
    await connection.close(1000);
  },
  'no compression': async () => {
    const connection = await open({ perMessageDeflate: false });
    assertEqual(connection.socket.extensions, '', 'extensions');
    connection.send('plain');
    assertEqual(await connection.receive(), 'plain', 'echo');
    await connection.close(1000);
  },
  'deflate without context takeover of the server': () =>
    deflates({ serverNoContextTakeover: true }, ['server_no_context_takeover']),
  'deflate without context takeover of the client': () =>
    deflates({ clientNoContextTakeover: true }, ['client_no_context_takeover']),
  ping: async () => {
    const connection = await open();
    const pong = new Promise((resolve) => connection.socket.once('pong', resolve));
    connection.socket.ping('are you there');
    assertEqual(String(await pong), 'are you there', 'pong');
    await connection.close(1000);
  },
});
process.exit(); // whatever a failed check has left open
