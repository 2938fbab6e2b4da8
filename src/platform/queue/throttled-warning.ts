import type { Logger } from '@nestjs/common';

const AGAIN_MS = 10_000;

/** Logs errors of a connection that may come many times a second while the other side is away: each once in a while. */
export function throttledWarning(logger: Logger): (error: Error) => void {
  const told = new Set<string>();
  return ({ message }) => {
    if (told.has(message)) return;
    told.add(message);
    setTimeout(() => told.delete(message), AGAIN_MS).unref();
    logger.warn(message);
  };
}
