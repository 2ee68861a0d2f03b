import { on, refuse } from "../router.mjs";
import { newId, settingsOf, tokens, users } from "../state.mjs";

const signedIn = (user) => ({ user, csrf: "mock-csrf" });

on("GET", "/api/session", ({ user }) => {
  if (!user) throw refuse(401, "not-signed-in", "Sign in to go on.");
  return signedIn(user);
});
on("POST", "/api/session", ({ body, response }) => {
  const user = users.find((one) => one.login === body.login);
  if (body.password === "slow") throw refuse(429, "too-many-tries", "Too many tries for this login: wait 14 minutes.");
  if (!user || body.password === "wrong") throw refuse(401, "wrong-password", "Login or password is wrong.");
  response.setHeader("Set-Cookie", `earmark_session=${user.id}; Path=/; HttpOnly; SameSite=Strict`);
  return signedIn(user);
});
on("POST", "/api/session/join", ({ body, response }) => {
  if (body.token !== "welcome") throw refuse(422, "bad-link", "This link was used already, or its time is over; ask for a new one.");
  response.setHeader("Set-Cookie", "earmark_session=u5; Path=/; HttpOnly; SameSite=Strict");
  return signedIn(users[4]);
});
on("DELETE", "/api/session", ({ response }) => {
  response.setHeader("Set-Cookie", "earmark_session=; Path=/; Max-Age=0");
});
on("GET", "/api/me", ({ user }) => ({ ...user, settings: settingsOf.get(user.id) ?? {} }));
on("PATCH", "/api/me", ({ user, body }) => {
  if (body.settings) settingsOf.set(user.id, body.settings);
  if (body.name) user.name = body.name;
  return { ...user, settings: settingsOf.get(user.id) ?? {} };
});
on("POST", "/api/me/password", ({ body }) => {
  if (body.current === "wrong") throw refuse(422, "wrong-password", "The current password is wrong.", "current");
});
on("GET", "/api/tokens", () => ({ rows: tokens, next: null }));
on("POST", "/api/tokens", ({ body }) => {
  const made = { id: newId(), name: body.name, scopes: body.scopes, project_id: body.project_id, created_at: new Date().toISOString(), expires_at: null };
  tokens.push(made);
  return { ...made, token: "em_mock_3kXv7Qn0tYb2Wd8sLp5rJc1" };
});
on("DELETE", "/api/tokens/:id", ({ params }) => {
  tokens.splice(tokens.findIndex((token) => token.id === params.id), 1);
});
