/** Where the present comes from. Everything that needs the time takes it from here, so that tests can move it. */
export abstract class Clock {
  abstract now(): Date;
}

/** The machine's clock: the only place that asks for it. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until it is moved. */
export class FixedClock extends Clock {
  constructor(private at: Date) {
    super();
  }

  now(): Date {
    return this.at;
  }

  set(at: Date): void {
    this.at = at;
  }
}
