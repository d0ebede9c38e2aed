// npm's ws as an echo server on a free port of 127.0.0.1: node ws-server.mjs [CERT.pem KEY.pem]
//
// Prints {"port":N}. Beyond echoing text that begins with an exclamation mark is a command:
//   !close CODE REASON  closes the connection
//   !watch KEY          is echoed; !closed KEY, on another connection, then answers with the code
//                       and the reason that the watched one closed with
//   !fragments N TEXT   answers with TEXT in fragments of N bytes, a ping between them
//   !extensions         answers with what was negotiated
//   !drop               ends the TCP connection without a Close frame

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { WebSocketServer } from 'ws';

const [certFile, keyFile] = process.argv.slice(2);
const server = certFile
  ? createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) })
  : createServer();
const sockets = new WebSocketServer({
  server,
  maxPayload: 64 * 1024 * 1024,
  perMessageDeflate: { threshold: 256 },
});

const watched = new Map(); // how a connection closed, a promise, by key

const commands = {
  close: (socket, [code, ...reason]) => socket.close(Number(code), reason.join(' ')),
  watch: (socket, [key]) => {
    const closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve(`${code} ${reason}`.trim())),
    );
    watched.set(key, closed);
    socket.send(`!watch ${key}`);
  },
  closed: async (socket, [key]) => socket.send(await watched.get(key)),
  fragments: (socket, [size, ...words]) => {
    const bytes = Buffer.from(words.join(' ')); // cut anywhere, inside of characters too
    for (let i = 0; i < bytes.length; i += Number(size)) {
      const end = i + Number(size);
      socket.send(bytes.subarray(i, end), { binary: false, fin: end >= bytes.length });
      socket.ping();
    }
  },
  extensions: (socket) => socket.send(socket.extensions),
  drop: (socket) => socket.terminate(),
};

sockets.on('connection', (socket) => {
  socket.on('error', () => {}); // a close event follows
  socket.on('message', (data, isBinary) => {
    const text = isBinary || data.length > 1000 ? '' : String(data);
    if (text.startsWith('!')) {
      const [name, ...words] = text.slice(1).split(' ');
      commands[name](socket, words);
    } else {
      socket.send(data, { binary: isBinary });
    }
  });
});

process.stdin.resume().on('end', () => process.exit(0)); // whoever started this is gone
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
