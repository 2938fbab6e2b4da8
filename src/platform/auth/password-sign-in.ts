/** Nest token for whoever knows users and their passwords; a module that has a form to sign in asks it, and knows no more of it. */
export const PASSWORD_SIGN_IN = Symbol('password sign-in');

export interface PasswordSignIn {
  /** From a network address; refused when the user name or the password is wrong, or too many were before. */
  signIn(input: { readonly username: string; readonly password: string }, address: string): Promise<{ readonly accessToken: string }>;
}
