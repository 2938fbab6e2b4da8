import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, from, mergeMap, throwError, type Observable } from 'rxjs';
import { Refusal } from '../../kernel/refusal.js';
import { requestOf } from '../api/request-context.js';
import { RefusalLog } from './refusal-log.js';

/** Code of the refusal to go on with a letter that somebody has changed in the database. */
export const LETTER_CHANGED = 'LETTER_CHANGED';

/** Notes refusals that are decided where the thing is known, through either door; those of the table are noted by the guard. */
@Injectable()
export class RefusalInterceptor implements NestInterceptor {
  constructor(private readonly log: RefusalLog) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        const noted = error instanceof Refusal && (error.kind === 'forbidden' || error.code === LETTER_CHANGED);
        const principal = noted ? requestOf(context).principal : undefined;
        if (!principal) return throwError(() => error);
        return from(this.log.note(principal, (error as Refusal).code, whatOf(context))).pipe(mergeMap(() => throwError(() => error)));
      }),
    );
  }
}

/** What was asked for, by the names of the code: paths hold ids, and ids may be anything that was sent. */
export function whatOf(context: ExecutionContext): string {
  return `${context.getClass().name}.${context.getHandler().name}`;
}
