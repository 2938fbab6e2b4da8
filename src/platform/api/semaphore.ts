/** Lets a few through at once and some wait for them; whoever comes when it is full is sent away. */
export class Semaphore {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly mostInside: number,
    private readonly mostWaiting: number,
    private readonly full: () => Error,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside < this.mostInside) this.inside++;
    else if (this.waiting.length < this.mostWaiting) await new Promise<void>((free) => this.waiting.push(free));
    else throw this.full();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.inside--;
    }
  }
}
