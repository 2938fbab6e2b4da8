import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';
import { replyOf } from './request-context.js';

/** Puts the version of an application into its `ETag`, for `If-Match`. */
@Injectable()
export class EtagInterceptor implements NestInterceptor<{ version: number }> {
  intercept(context: ExecutionContext, next: CallHandler<{ version: number }>): Observable<unknown> {
    return next.handle().pipe(tap((view) => void replyOf(context).header('etag', `"${view.version}"`)));
  }
}
