// Runs named checks one after another and prints one JSON line for each.

const CHECK_DEADLINE_MS = 30_000;

export function assertEqual(actual, expected, what) {
  if (actual !== expected) {
    throw new Error(`${what}: ${JSON.stringify(actual)}; expected ${JSON.stringify(expected)}`);
  }
}

export function assertSameBytes(actual, expected, what) {
  const a = new Uint8Array(actual);
  const b = new Uint8Array(expected);
  assertEqual(a.length, b.length, `${what}, bytes`);
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      throw new Error(`${what}: differs at byte ${i}`);
    }
  }
}

async function withDeadline(promise) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no end after ${CHECK_DEADLINE_MS} ms`)),
      CHECK_DEADLINE_MS,
    );
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs `checks`, an object of async functions by name; `print` gets each result. */
export async function runChecks(checks, print = (result) => console.log(JSON.stringify(result))) {
  for (const [check, body] of Object.entries(checks)) {
    const started = performance.now();
    let outcome = { ok: true };
    try {
      await withDeadline(body());
    } catch (e) {
      outcome = { ok: false, detail: String(e?.stack ?? e?.message ?? e) };
    }
    await print({ check, ...outcome, ms: Math.round(performance.now() - started) });
  }
}
