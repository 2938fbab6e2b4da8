import type { TypedKind } from '../../kernel/typed/typed-kinds.js';
import { typedAs } from '../../kernel/typed/typed-kinds.js';

const TYPED = Symbol('typed');
type Members = Readonly<Record<string, TypedKind>>;

/** Says which kind of input a member of an input class is: the value is checked and kept in the form of that kind. */
export function Typed(kind: TypedKind): PropertyDecorator {
  return (target, key) => {
    const known = (Reflect.getMetadata(TYPED, target) ?? {}) as Members;
    Reflect.defineMetadata(TYPED, { ...known, [String(key)]: kind }, target);
  };
}

/** The members of an input class that are of a kind. */
export function typedMembers(type: { readonly prototype: object }): Members {
  return (Reflect.getMetadata(TYPED, type.prototype) ?? {}) as Members;
}

/** An input with each of those members in the form of its kind. */
export function typedMembersOf(type: { readonly prototype: object }, value: object): object {
  const kinds = typedMembers(type);
  if (Object.keys(kinds).length === 0) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, Object.hasOwn(kinds, name) ? typedAs(kinds[name]!, member) : (member as unknown)]),
  );
}
