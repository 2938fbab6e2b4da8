import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { scrubbed } from '../../kernel/mask.js';
import type { Config } from '../config/config.js';

const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

/** Lines for people; as JSON where a machine collects them. */
export function logger(level: Config['logLevel']): ConsoleLogger | false {
  if (level === 'silent') return false;
  const last = { fatal: 0, error: 1, warn: 2, info: 3, debug: 4, trace: 5 }[level];
  const json = process.env['NODE_ENV'] === 'production';
  return new QuietLogger({ logLevels: LEVELS.slice(0, last + 1), json, colors: !json && process.stdout.isTTY });
}

/** Nest tells of every module and route as it starts: of use only when something is looked for. */
const STARTING = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication', 'GraphQLModule']);

class QuietLogger extends ConsoleLogger {
  /** Every line goes through here: whoever reads logs learns no NIK and no mailbox, whatever an error has in its message. */
  protected override printMessages(
    messages: unknown[],
    context?: string,
    logLevel?: LogLevel,
    stream?: 'stdout' | 'stderr',
    errorStack?: unknown,
    params?: Record<string, unknown>,
  ): void {
    super.printMessages(messages.map(hidden), context, logLevel, stream, hidden(errorStack), params && (hidden(params) as typeof params));
  }

  /** Nest passes on whatever it was given, and that may be no stack at all. */
  protected override printStackTrace(stack: string | undefined): void {
    if (stack !== undefined) super.printStackTrace(scrubbed(stack));
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && STARTING.has(context)) return super.debug(message, context);
    super.log(message, ...(rest as [string]));
  }
}

function hidden(message: unknown): unknown {
  if (typeof message === 'string') return scrubbed(message);
  if (message instanceof Error) return scrubbed(message.stack ?? message.message);
  if (typeof message !== 'object' || message === null) return message;
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, hidden(value)]));
}
