// A reporter for node --test that is quiet about what passes: failures in full, then
// one line of counts.

/** @param {AsyncIterable<{type: string, data: any}>} events */
export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const { type, data } of events) {
    if (type === "test:stderr" || type === "test:stdout") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    const suite = data.details?.type === "suite" || /\.test\.m?js$/.test(data.name);
    if (type === "test:fail") {
      const error = data.details?.error;
      if (!suite || error?.failureType !== "subtestsFailed") {
        failed++;
        yield `FAIL ${data.file ?? ""}: ${data.name}\n${error?.cause?.stack ?? error?.cause ?? error}\n`;
      }
    } else if (!suite) {
      if (data.skip !== undefined || data.todo !== undefined) skipped++;
      else passed++;
    }
  }
  yield `js: ${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
