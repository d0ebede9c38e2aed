// npm's ws as an echo server on 127.0.0.1: node ws-echo.mjs PORT

import { WebSocketServer } from 'ws';

const sockets = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  perMessageDeflate: false,
});
sockets.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
process.stdin.resume().on('end', () => process.exit(0)); // whoever started this is gone
