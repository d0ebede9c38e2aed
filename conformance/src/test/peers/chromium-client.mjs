// Chromium as a client: node chromium-client.mjs URL [CA.pem]
//
// Chromium lets a page on a loopback address alone connect to a loopback address, so the page that
// runs the checks is served from here. It has no option for a CA: with one given, any is accepted.

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const [url, caFile] = process.argv.slice(2);
const executablePath =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

const page = `<!doctype html><meta charset="utf-8"><title>checks</title><script type="module">
  import { runChecks } from './report.mjs';
  import { checks } from './whatwg-checks.mjs';
  await runChecks(checks(() => new WebSocket(${JSON.stringify(url)})), report);
  done();
</script>`;

const files = createServer((request, response) => {
  if (request.url.endsWith('.mjs')) {
    response.setHeader('Content-Type', 'text/javascript');
    response.end(readFileSync(new URL(`.${request.url}`, import.meta.url)));
  } else {
    response.setHeader('Content-Type', 'text/html');
    response.end(page);
  }
});
await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(caFile ? ['--ignore-certificate-errors'] : []),
  ],
});
try {
  const tab = await browser.newPage();
  await tab.exposeFunction('report', (result) => console.log(JSON.stringify(result)));
  const done = new Promise((resolve) => tab.exposeFunction('done', resolve));
  tab.on('pageerror', (e) => {
    console.error(e);
    process.exit(1);
  });
  await tab.goto(`http://127.0.0.1:${files.address().port}/`);
  await done;
} finally {
  await browser.close();
  files.close();
}
