import { Injectable, StreamableFile, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { finalize, tap, type Observable } from 'rxjs';
import { refusal } from '../../kernel/refusal.js';
import { requestOf } from './request-context.js';

export const exportRunning = refusal('too-many', 'EXPORT_RUNNING', {
  id: 'Ekspor Anda yang sebelumnya masih berjalan; tunggu sampai selesai.',
  en: 'Your export before this one is still running; wait until it ends.',
});

const RETRY_AFTER_S = 5;

/** Whose exports run in this process. */
@Injectable()
export class RunningExports {
  private readonly people = new Set<string>();

  /** Takes the place of one person; the answer gives it back. */
  begin(person: string): () => void {
    if (this.people.has(person)) throw exportRunning({}, [], { retryAfter: RETRY_AFTER_S });
    this.people.add(person);
    let running = true;
    return () => {
      if (running) this.people.delete(person);
      running = false;
    };
  }
}

/** Lets one export of each person run at a time, from its first read to the last byte of its answer. */
@Injectable()
export class OneExport implements NestInterceptor {
  constructor(private readonly running: RunningExports) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { principal } = requestOf(context);
    if (!principal) return next.handle();
    const end = this.running.begin(`${principal.agency} ${principal.id}`);
    let streaming = false;
    return next.handle().pipe(
      tap((answer) => {
        if (!(answer instanceof StreamableFile)) return;
        streaming = true;
        // `close` without `end`: the client has gone away, and the server has destroyed the stream.
        answer.getStream().once('end', end).once('close', end);
      }),
      finalize(() => {
        if (!streaming) end();
      }),
    );
  }
}
