// SPDX-License-Identifier: GPL-3.0-or-later
// Judges what Astern wrote with @sigstore/verify (checkpoint, inclusion), @sigstore/core (DSSE) and canonicalize (RFC 8785):
// judge.mjs FOLDER. See evidence.cpp. Every check is repeated with bytes changed, and must then fail.
import { createRequire } from 'node:module'
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import canonicalize from 'canonicalize'

const require = createRequire(import.meta.url)
// Internal paths: the version is pinned in package.json.
const root = path.dirname(require.resolve('@sigstore/verify/package.json'))
const { verifyCheckpoint } = require(path.join(root, 'dist/tlog/checkpoint.js'))
const { verifyMerkleInclusion } = require(path.join(root, 'dist/tlog/merkle.js'))
const { dsse } = require(require.resolve('@sigstore/core', { paths: [root] }))

const folder = process.argv[2]
const read = (name) => fs.readFileSync(path.join(folder, name))
const list = (name) => fs.readdirSync(path.join(folder, name)).sort()
let passed = 0
let failed = 0
let refused = 0
const check = (good, what) => {
  if (good) passed++
  else {
    failed++
    console.log('FAILED:', what)
  }
}

const ed25519 = (raw) =>
  crypto.createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]), format: 'der', type: 'spki' })
const logKey = (vkey) => {
  const [name, hash, key] = vkey.split('+', 2).concat(vkey.split('+').slice(2).join('+'))
  return { baseURL: name, logID: Buffer.from(hash, 'hex'), publicKey: ed25519(Buffer.from(key, 'base64').subarray(1)) }
}
const tlogs = [logKey(read('vkeys/log').toString())]
const said = (action) => {
  try {
    return action()
  } catch {
    return undefined
  }
}
// What the log's line means to this judge, which knows no cosignatures and looks at no other line: without the low bits
// that base64 does not use, and with any name that, read as a regular expression, matches the log's. Go and our own readers
// take no such name.
const nameOf = (name) => (said(() => tlogs[0].baseURL.match(name)) ? 'the log' : name)
const meaning = (text) => {
  const parts = text.toString('latin1').split('\n\n')
  const [dash, name, signature] = (parts[1] ?? '').split('\n')[0].split(' ')
  return JSON.stringify([parts[0], dash, nameOf(name), Buffer.from(signature ?? '', 'base64').toString('hex')])
}
const flips = function* (bytes, step) {
  for (let at = 0; at < bytes.length; at += step) {
    const bad = Buffer.from(bytes)
    bad[at] ^= 1 << at % 8
    yield bad
  }
}

const checkpoint = (bytes) => {
  // Text as it is: bytes that are no UTF-8 would be replaced unseen.
  const envelope = bytes.toString('utf8')
  if (!Buffer.from(envelope, 'utf8').equals(bytes)) return undefined
  return said(() => verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, tlogs))
}
for (const name of list('checkpoints')) {
  const bytes = read(`checkpoints/${name}`)
  const head = checkpoint(bytes)
  check(head && head.logSize === BigInt(name), `checkpoint ${name}`)
  let believed = 0
  for (const bad of flips(bytes, 1)) {
    if (meaning(bad) === meaning(bytes)) continue
    if (checkpoint(bad)) believed++
    else refused++
  }
  check(believed === 0, `checkpoint ${name}: ${believed} forgeries believed`)
}

for (const name of list('proof')) {
  const id = name.replace('.tlog-proof', '')
  const leaf = read(`entry/${id}.json`)
  const text = read(`proof/${name}`).toString()
  const split = text.indexOf('\n\n')
  const lines = text.slice(0, split).split('\n')
  const head = checkpoint(Buffer.from(text.slice(split + 2)))
  const index = lines[1].replace('index ', '')
  const hashes = lines.slice(2).map((line) => Buffer.from(line, 'base64'))
  const included = (body, at, path) =>
    said(() => {
      verifyMerkleInclusion({ canonicalizedBody: body, inclusionProof: { logIndex: at, hashes: path } }, head)
      return true
    }) === true
  check(head && included(leaf, index, hashes), `proof ${id}`)
  check(!included(leaf, String(BigInt(index) + 1n), hashes), `proof ${id} of another index`)
  let believed = 0
  for (const bad of flips(leaf, 1)) included(bad, index, hashes) ? believed++ : refused++
  hashes.forEach((hash, i) => {
    for (const bad of flips(hash, 1)) included(leaf, index, hashes.with(i, bad)) ? believed++ : refused++
  })
  check(believed === 0, `proof ${id}: ${believed} forgeries believed`)

  // The entry is an envelope as DSSE defines it, and both layers are canonical.
  const envelope = JSON.parse(leaf.toString())
  const payload = Buffer.from(envelope.payload, 'base64')
  check(canonicalize(envelope) === leaf.toString(), `envelope ${id} is canonical`)
  check(canonicalize(JSON.parse(payload.toString())) === payload.toString(), `payload ${id} is canonical`)
  const genesis = list('payload').map((file) => JSON.parse(read(`payload/${file}`).toString())).find((one) => one.admins)
  const key = genesis.admins.find((admin) => admin.keyid === envelope.signatures[0].keyid)
  const signed = dsse.preAuthEncoding(envelope.payloadType, payload)
  const signature = Buffer.from(envelope.signatures[0].sig, 'base64')
  check(key && crypto.verify(null, signed, ed25519(Buffer.from(key.public, 'base64')), signature), `signature of ${id}`)
}
for (const name of list('payload')) {
  const text = read(`payload/${name}`).toString()
  check(canonicalize(JSON.parse(text)) === text, `payload ${name}`)
}
console.log(`${passed} passed, ${failed} failed (${refused} forgeries refused)`)
process.exit(failed ? 1 : 0)
