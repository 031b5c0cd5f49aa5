'use strict';

// Posts a mail to the running app as SendGrid Inbound Parse does in raw mode, signed with the key of the local settings.

const { createPrivateKey, randomUUID, sign } = require('node:crypto');
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');

function settings() {
  const values = {};
  for (const file of ['local.settings.sample.json', 'local.settings.json'].map((name) => path.join(root, name)).filter(existsSync))
    Object.assign(values, JSON.parse(readFileSync(file, 'utf8')).Values);
  return values;
}

/** The first kakunin address that a program has. */
function kakuninAddress() {
  const folder = path.join(root, 'programs');
  const programs = readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  return programs.find((program) => program.kakuninAddress)?.kakuninAddress;
}

const appAddress = () => `http://127.0.0.1:${process.env.PORT || 7071}`;

/** The app's own time: a test clock may be set. */
async function now() {
  const answer = await fetch(`${appAddress()}/api/local/clock`).catch(() => {
    throw new Error(`Nothing answers at ${appAddress()}: start ./run, or say where it is with PORT.`);
  });
  return answer.ok ? new Date((await answer.json()).now) : new Date();
}

function form(fields) {
  const boundary = randomUUID();
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.isBuffer(value) ? value : Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) };
}

/** @param {{raw: Buffer, from: string, to: string[], spf: string, dkim: string}} mail from and to are of the envelope; dkim as SendGrid writes it, {@domain : verdict}. */
async function deliver({ raw, from, to, spf, dkim }) {
  const values = settings();
  const { type, body } = form({
    email: raw, envelope: JSON.stringify({ to, from }), to: to.join(', '), from, sender_ip: '127.0.0.1', SPF: spf, dkim, charsets: '{}',
  });
  const timestamp = String(Math.floor((await now()).getTime() / 1000));
  const key = createPrivateKey({ key: Buffer.from(values.Kakunin__DevelopmentKey, 'base64'), format: 'der', type: 'pkcs8' });
  const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), { key, dsaEncoding: 'der' }).toString('base64');
  const answer = await fetch(`${appAddress()}/api/mail/inbound`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': type, [values.Kakunin__SignatureHeader]: signature, [values.Kakunin__TimestampHeader]: timestamp },
  });
  const detail = answer.ok ? '' : ` ${(await answer.text()).trim()}`;
  const hint = answer.status === 403 ? '\nIs Kakunin__PublicKey in local.settings.json the one of local.settings.sample.json?' : '';
  return { status: answer.status, said: `${answer.status}${detail}${hint}` };
}

module.exports = { deliver, kakuninAddress, now };
