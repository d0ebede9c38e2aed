// What any WebSocket with the browsers' interface must see from Hawser's echo server. Browsers,
// undici and ws share this file; it must therefore run in a page as well as in Node.

import { assertEqual, assertSameBytes } from './report.mjs';

const MIB = 1024 * 1024;

/** A WebSocket whose messages and close are awaited instead of listened for. */
export class Connection {
  #events = [];
  #waiting = [];

  constructor(socket) {
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    this.opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(this));
      socket.addEventListener('close', (e) => reject(new Error(`never opened: ${e.code}`)));
    });
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', (e) => {
        resolve(e);
        this.#arrived(new Error(`closed: ${e.code} ${e.reason}`));
      });
    });
    socket.addEventListener('error', () => {}); // a close event follows
    socket.addEventListener('message', (e) => this.#arrived(e.data));
  }

  #arrived(event) {
    const waiter = this.#waiting.shift();
    if (waiter) {
      waiter(event);
    } else {
      this.#events.push(event);
    }
  }

  send(data) {
    this.socket.send(data);
  }

  async receive() {
    const event =
      this.#events.length > 0
        ? this.#events.shift()
        : await new Promise((resolve) => this.#waiting.push(resolve));
    if (event instanceof Error) {
      throw event;
    }
    return event;
  }

  async close(...codeAndReason) {
    this.socket.close(...codeAndReason);
    return this.closed;
  }
}

/** Bytes that neither repeat soon nor compress well, the same in every run. */
export function noise(length) {
  const bytes = new Uint8Array(length);
  let x = 0x9e3779b9;
  for (let i = 0; i < length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[i] = x;
  }
  return bytes;
}

/** Text of `length` bytes in UTF-8 with one to four bytes a character; length in multiples of 16. */
export function prose(length) {
  return 'moor£d €😀 w!'.repeat(length / 16);
}

/**
 * The checks, by name.
 *
 * @param connect returns a new WebSocket to the server
 */
export function checks(connect) {
  const open = () => new Connection(connect()).opened;

  async function echoes(...texts) {
    const connection = await open();
    for (const text of texts) {
      connection.send(text);
      const echo = await connection.receive();
      if (echo !== text) {
        throw new Error(`another text of ${echo.length} came back for one of ${text.length}`);
      }
    }
    await connection.close(1000);
  }

  async function echoesBytes(...messages) {
    const connection = await open();
    for (const bytes of messages) {
      connection.send(bytes);
      assertSameBytes(await connection.receive(), bytes, 'echo');
    }
    await connection.close(1000);
  }

  /** Closes a connection and asks the server, on another one, how it ended. */
  async function closeSeenByServer(key, ...codeAndReason) {
    const connection = await open();
    connection.send(`!watch ${key}`);
    await connection.receive();
    const event = await connection.close(...codeAndReason);
    const asking = await open();
    asking.send(`!closed ${key}`);
    const seen = await asking.receive();
    await asking.close(1000);
    return { event, seen };
  }

  return {
    text: () => echoes('hello', '', 'κόσμε 😀', prose(64 * 1024)),
    binary: () => echoesBytes(noise(1), noise(0), noise(125), noise(126), noise(65536)),
    'many messages in a row': async () => {
      const connection = await open();
      for (let i = 0; i < 1000; i++) {
        connection.send(`message ${i}`);
      }
      for (let i = 0; i < 1000; i++) {
        assertEqual(await connection.receive(), `message ${i}`, 'echo');
      }
      await connection.close(1000);
    },
    '16 MiB of text': () => echoes(prose(16 * MIB)),
    '16 MiB of binary': () => echoesBytes(noise(16 * MIB)),
    compression: async () => {
      const connection = await open();
      assertEqual(/^permessage-deflate/.test(connection.socket.extensions), true, 'negotiated');
      for (const text of [prose(64 * 1024), 'short', '', prose(1024), prose(64 * 1024)]) {
        connection.send(text);
        assertEqual(await connection.receive(), text, 'echo');
      }
      await connection.close(1000);
    },
    'closed by the peer with a code and a reason': async () => {
      const { event, seen } = await closeSeenByServer('with-code', 3001, 'enough');
      assertEqual(event.code, 3001, 'code');
      assertEqual(event.wasClean, true, 'wasClean');
      assertEqual(seen, '3001 enough', 'close seen by the server');
    },
    'closed by the peer without a code': async () => {
      const { event, seen } = await closeSeenByServer('without-code');
      assertEqual(event.code, 1005, 'code');
      assertEqual(event.wasClean, true, 'wasClean');
      assertEqual(seen, '1005', 'close seen by the server');
    },
    'closed by the server with a code and a reason': async () => {
      const connection = await open();
      connection.send('!close 4001 mooring full');
      const event = await connection.closed;
      assertEqual(event.code, 4001, 'code');
      assertEqual(event.reason, 'mooring full', 'reason');
      assertEqual(event.wasClean, true, 'wasClean');
    },
  };
}
