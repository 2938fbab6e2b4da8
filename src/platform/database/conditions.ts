/** The conditions and parameters of one statement whose shape depends on what is asked. Values go in as parameters, never as text. */
export class Conditions {
  readonly params: unknown[] = [];
  private readonly all: string[] = [];

  /** A parameter: its place in the statement, such as `$3`. */
  value(value: unknown): string {
    return `$${this.params.push(value)}`;
  }

  add(condition: string): this {
    this.all.push(condition);
    return this;
  }

  /** Adds a condition where there is something to compare with. */
  given<T>(value: T | undefined, condition: (place: string) => string): this {
    return value === undefined ? this : this.add(condition(this.value(value)));
  }

  toString(): string {
    return this.all.length === 0 ? 'true' : this.all.join(' and ');
  }
}
