import { call, rememberCsrf } from "./client";
import { ApiError } from "./error";
import type { ApiToken, Me, MySettings, NewApiToken, Rows, Scopes, Session } from "./types";

let whose: string | null = null;

/** Return who is signed in in this browser, or null. A session of this page that has ended is an error: what is known of
 * it stays, and with it the page and what was typed on it. Another person than the page's gets no token from here:
 * the page must be loaded again before it does anything in their name. */
export async function currentSession(): Promise<Session | null> {
  try {
    const session = await call<Session>("/api/session");
    return whose === null || whose === session.user.id ? keep(session) : session;
  } catch (error) {
    if (whose === null && error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(login: string, password: string): Promise<Session> {
  return keep(await call<Session>("/api/session", { method: "POST", body: { login, password } }));
}

/** Set the first password of an invited person and sign in. */
export async function join(token: string, password: string): Promise<Session> {
  return keep(await call<Session>("/api/session/join", { method: "POST", body: { token, password } }));
}

export const signOut = () => call<undefined>("/api/session", { method: "DELETE" });

export const me = () => call<Me>("/api/me");

export const changeMe = (settings: MySettings) => call<Me>("/api/me", { method: "PATCH", body: { settings } });

export const changePassword = (current: string, next: string) =>
  call<undefined>("/api/me/password", { method: "POST", body: { current, new: next } });

export const tokens = async () => (await call<Rows<ApiToken>>("/api/tokens", { query: { limit: 200 } })).rows;

export const makeToken = (token: { name: string; scopes: Scopes[]; project_id: string | null; days: number | null }) =>
  call<NewApiToken>("/api/tokens", { method: "POST", body: token });

export const revokeToken = (id: string) => call<undefined>(`/api/tokens/${id}`, { method: "DELETE" });

function keep(session: Session): Session {
  whose = session.user.id;
  rememberCsrf(session.csrf);
  return session;
}
