// The pushing side of PouchDB, told what to do line by line, as in answering.py:
// `node pouchdb_client.cjs MODULES FOLDER URL`. ["add", FILE, FROM, MANY] keeps lines of a file as documents,
// ["sync"] replicates what is new.
"use strict";

const fs = require("fs");
const net = require("net");
const path = require("path");
const readline = require("readline");

const [modules, folder, url] = process.argv.slice(2);
const PouchDB = require(path.join(modules, "pouchdb-node"));
const BATCH = 500;

const sockets = [];
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...options) {
  sockets.push(this);
  return connect.apply(this, options);
};
const total = (what) => sockets.reduce((sum, socket) => sum + (socket[what] || 0), 0);

const here = new PouchDB(path.join(folder, "client"));
const there = new PouchDB(url);

async function add(file, from, many) {
  let documents = [];
  let number = -1;
  const keep = async () => {
    await here.bulkDocs(documents);
    documents = [];
  };
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    number += 1;
    if (number < from) continue;
    if (number >= from + many) break;
    const envelope = JSON.parse(line);
    documents.push({ _id: envelope.statement.command_id, envelope });
    if (documents.length === BATCH) await keep();
  }
  await keep();
  return { added: many };
}

async function sync() {
  const [up, down, begun] = [total("bytesWritten"), total("bytesRead"), process.hrtime.bigint()];
  const done = await here.replicate.to(there, { batch_size: BATCH });
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  return {
    sent: done.docs_written,
    failure: done.ok && !done.doc_write_failures ? null : JSON.stringify(done),
    seconds,
    up: total("bytesWritten") - up,
    down: total("bytesRead") - down,
  };
}

const verbs = { add, sync };

async function main() {
  await there.info();
  console.log(JSON.stringify({ pid: process.pid }));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [verb, ...what] = JSON.parse(line);
    console.log(JSON.stringify(await verbs[verb](...what)));
  }
  process.exit(0);
}

main();
