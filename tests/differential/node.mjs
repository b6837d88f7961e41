// SPDX-License-Identifier: MIT
// Node's own HTTP server over the cases of a file, one a line in hexadecimal, each on a connection of its own: prints
// a line of JSON for each, with every complete request that it sees and what came of the rest. It is strict, as Node
// is unless told otherwise; only how large a head may be is left to Accord.
import { readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";

const AT_ONCE = 64;
const seen = new Map(); // by the client's port

function hex(text) {
  return Buffer.from(text, "latin1").toString("hex");
}

function take(request, response) {
  const outcome = seen.get(request.socket.remotePort);
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    outcome.requests.push({
      method: request.method,
      minor: request.httpVersionMinor,
      target: hex(request.url),
      fields: request.rawHeaders.map(hex),
      body: Buffer.concat(chunks).toString("hex"),
    });
    response.end();
  });
}

function refuse(error, socket) {
  const outcome = seen.get(socket.remotePort);
  if (outcome) outcome.end = error.code === "HPE_INVALID_EOF_STATE" ? "hungry" : error.code;
  setImmediate(() => socket.destroy()); // what was complete before it is still told
}

const server = http.createServer({ insecureHTTPParser: false, maxHeaderSize: 1 << 20, keepAliveTimeout: 0 }, take);
server.on("checkContinue", take);
server.on("checkExpectation", take);
server.on("clientError", refuse);

function send(bytes) {
  return new Promise((resolve) => {
    const outcome = { requests: [], end: "done" };
    const socket = net.connect(server.address().port, "127.0.0.1", () => {
      seen.set(socket.localPort, outcome);
      socket.end(bytes);
    });
    socket.on("error", () => {});
    socket.on("data", () => {});
    socket.on("close", () => {
      seen.delete(socket.localPort);
      resolve(outcome);
    });
  });
}

const cases = readFileSync(process.argv[2], "latin1").split("\n").slice(0, -1);
const outcomes = [];
let next = 0;
async function work() {
  while (next < cases.length) {
    const mine = next++;
    outcomes[mine] = await send(Buffer.from(cases[mine], "hex"));
  }
}
server.listen(0, "127.0.0.1", async () => {
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const outcome of outcomes) console.log(JSON.stringify(outcome));
  server.close();
});
