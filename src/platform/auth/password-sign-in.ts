/** Nest token for whoever knows users and their passwords; a module that has a form to sign in asks it, and knows no more of it. */
export const PASSWORD_SIGN_IN = Symbol('password sign-in');

export interface PasswordSignIn {
  /** Refused when the user name or the password is wrong. */
  signIn(input: { readonly username: string; readonly password: string }): Promise<{ readonly accessToken: string }>;
}
