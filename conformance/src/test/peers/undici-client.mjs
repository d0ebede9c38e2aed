// undici as a client: node undici-client.mjs URL [CA.pem]

import { readFileSync } from 'node:fs';
import { Agent, WebSocket } from 'undici';
import { runChecks } from './report.mjs';
import { checks } from './whatwg-checks.mjs';

const [url, caFile] = process.argv.slice(2);
const dispatcher = new Agent({
  connect: { ca: caFile && readFileSync(caFile) },
  webSocket: { maxPayloadSize: 64 * 1024 * 1024 },
});

await runChecks(checks(() => new WebSocket(url, { dispatcher })));
process.exit(); // whatever a failed check has left open
