import { Inject, Injectable } from '@nestjs/common';
import { mkdir, open, rename } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SendMailOptions, SMTPTransportOptions } from 'nodemailer';
import { Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { isLoopback } from '../../../platform/config/loopback.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { NotDelivered, type ChannelSender, type LeavingNotice } from './channel.js';
import { PRIVATE_FOLDER } from '../../../platform/config/private-folder.js';

/** Mail: to a mail server, or as `.eml` files into a folder where there is none. */
@Injectable()
export class EmailChannel implements ChannelSender {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async send(notice: LeavingNotice, signal: AbortSignal): Promise<void> {
    const mail = this.mail(notice);
    if (this.config.smtpUrl) await post(this.config, this.config.smtpUrl, mail, signal);
    else await keep(join(this.config.dataDir, 'outbox'), `${notice.created_at.toISOString().slice(0, 10)}-${notice.id}.eml`, mail);
  }

  private mail({ agency, id, recipient, subject, body, language }: LeavingNotice): SendMailOptions {
    const { mailFrom } = this.config;
    return {
      from: { name: this.registry.agency(agency).name, address: mailFrom },
      to: { name: '', address: recipient },
      subject,
      text: `${body}\n`,
      date: this.clock.now(),
      // The same at every attempt, so that a receiver recognises a duplicate after a broken connection.
      messageId: `<${id}@${mailFrom.split('@')[1]}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
    };
  }
}

/** One conversation with the mail server; ends with the signal, whatever the other side is about. */
async function post(
  { smtpPlain, noticeTimeoutMs: timeoutMs }: Config,
  url: string,
  mail: SendMailOptions,
  signal: AbortSignal,
): Promise<void> {
  const { createTransport } = await import('nodemailer');
  let socket: Socket | undefined;
  const hangUp = () => socket?.destroy(new Error(`no answer from the mail server within ${timeoutMs} ms`));
  const options: SMTPTransportOptions = {
    ...encrypted(url, smtpPlain),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    getSocket: ({ host = 'localhost', port, secure }, done) => {
      socket = connect(Number(port ?? (secure ? 465 : 587)), host);
      socket.once('error', (error) => done(error, false));
      socket.once('connect', () => done(null, { connection: socket }));
    },
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', hangUp);
  try {
    await createTransport(options).sendMail(mail);
  } catch (error) {
    const { responseCode, message } = error as Error & { responseCode?: number };
    // 5yz about this mail or its receiver is final (RFC 5321, 4.2.1); a login that is refused is for the operator to put right.
    throw new NotDelivered(message, responseCode !== undefined && responseCode >= 550 && responseCode < 560);
  } finally {
    signal.removeEventListener('abort', hangUp);
    socket?.destroy();
  }
}

/** Without STARTTLS nothing is said to a server of another machine, least of all the password; the address cannot switch that off. */
function encrypted(address: string, plain: boolean): Pick<SMTPTransportOptions, 'url' | 'requireTLS'> {
  const url = new URL(address);
  for (const key of [...url.searchParams.keys()]) if (/^(require|ignore)TLS$/i.test(key)) url.searchParams.delete(key);
  return { url: url.href, requireTLS: !plain && !isLoopback(url.hostname) };
}

/** The file appears whole or not at all; written again, it is the same. */
async function keep(folder: string, name: string, mail: SendMailOptions): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const { message } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(mail);
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const path = join(folder, name);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(message as Buffer);
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
