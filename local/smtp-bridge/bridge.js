'use strict';

// An SMTP server on this machine whose mails end in the running app.

const { SMTPServer } = require('smtp-server');
const { deliver } = require('./inbound.js');

const maxBytes = 30 * 1024 * 1024;

/** What the app said, in the words of SMTP: what may come again later is not the same as what never will. */
function refusal(status, said) {
  const error = new Error(said.replaceAll('\n', ' '));
  error.responseCode = status === 503 ? 451 : 554;
  return error;
}

const server = new SMTPServer({
  name: 'smtp-bridge.localhost',
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  size: maxBytes,
  // Carriers gave out addresses such as a..b.@docomo.ne.jp.
  lenientAddressParsing: true,
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => {
      deliver({
        raw: Buffer.concat(chunks),
        from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
        to: session.envelope.rcptTo.map((to) => to.address),
        // Nobody here asked the sender's domain anything.
        spf: process.env.SPF || 'none',
        dkim: process.env.DKIM || 'none',
      }).then(({ status, said }) => done(status === 200 ? null : refusal(status, said)), (error) => done(refusal(503, error.message)));
    });
  },
});

server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `${error.message}. Choose another one with SMTP_PORT.` : error.message);
  process.exit(1);
});
server.listen(Number(process.env.SMTP_PORT ?? 2525), '127.0.0.1', function listening() {
  console.log(`Listening on smtp://127.0.0.1:${server.server.address().port}`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.close(() => process.exit(0)));
